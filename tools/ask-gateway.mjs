// Runs an installed gateway with all that it loads late, and asks it one question on each protocol.
import { spawn } from 'node:child_process';
import { once } from 'node:events';

const KEY = 'sk-test-tarball';
const MODEL = 'openai/gpt-4o';
const MESSAGES = [{ role: 'user', content: 'Hello' }];

const QUESTIONS = [
  ['/v1/chat/completions', { model: MODEL, messages: MESSAGES }, 'choices'],
  ['/anthropic/v1/messages', { model: MODEL, max_tokens: 50, messages: MESSAGES }, 'content'],
  [
    `/gemini/v1beta/models/${MODEL}:generateContent`,
    { contents: [{ role: 'user', parts: [{ text: 'Hello' }] }] },
    'candidates',
  ],
];

/** @param {string} command the gateway's own. */
export async function askGateway(command) {
  const gateway = spawn(command, ['--port', '0', '--key', KEY, '--workers', '2'], {
    stdio: ['ignore', 'ignore', 'pipe'],
    // Nobody listens there, but everything that tells traces is loaded.
    env: { ...process.env, OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1' },
    shell: process.platform === 'win32',
  });
  try {
    const url = await urlOf(gateway);
    for (const [path, body, field] of QUESTIONS) {
      const response = await fetch(url + path, {
        method: 'POST',
        headers: { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      const answer = await response.json();
      if (answer[field]?.length !== 1) {
        throw new Error(`${path} answered ${response.status} ${JSON.stringify(answer)}`);
      }
    }
    gateway.kill('SIGTERM');
    const [code] = await once(gateway, 'exit');
    if (code !== 0) throw new Error(`The gateway ended with code ${code}`);
  } finally {
    gateway.kill('SIGKILL');
  }
}

/** Where it listens, once it says so. */
function urlOf(gateway) {
  return new Promise((resolve, reject) => {
    let told = '';
    gateway.stderr.on('data', (data) => {
      told += data;
      const [, url] = /API at (http:[^,\s]+),/.exec(told) ?? [];
      if (url) resolve(url);
    });
    gateway.on('error', reject);
    gateway.on('exit', () => reject(new Error(`The gateway ended: ${told}`)));
  });
}

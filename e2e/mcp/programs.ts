import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { onTestFinished } from 'vitest';

export const pathOf = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** The built server, as it is published. */
export const SERVER = pathOf('../../packages/mcp/dist/main.js');
export const KEY = 'sk-test-e2e-mcp';

/** A folder that is gone after the test. */
export function tempFolder(): string {
  const path = mkdtempSync(join(tmpdir(), 'ofox-e2e-mcp-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** The API: the built gateway on its embedded provider. @returns its base URL. */
export async function startGateway(): Promise<string> {
  const main = pathOf('../../packages/gateway/dist/main.js');
  const args = [main, '--port', '0', '--key', KEY, '--rpm', '100000'];
  const [, url = ''] = await start(args, {}, /Serving the OfoxAI API at (http:\S+?),/);
  return url;
}

/** Our server over HTTP. @returns where clients connect. */
export async function startServer(apiUrl: string, ...args: string[]): Promise<string> {
  const env = { OFOX_API_KEY: KEY, OFOX_BASE_URL: apiUrl };
  const all = [SERVER, '--http', '--port', '0', ...args];
  const [, url = ''] = await start(all, env, /serves (http:\S+)/);
  return url;
}

interface Ended {
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs a script to its end, with no more of an environment than is given. */
export async function run(args: string[], env: Record<string, string>): Promise<Ended> {
  // Here, so that npx finds what is installed here.
  const cwd = import.meta.dirname;
  const options = { cwd, env: { PATH: process.env.PATH, ...env }, maxBuffer: 64 * 1024 * 1024 };
  try {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, args, options);
    return { code: 0, stdout, stderr };
  } catch (error) {
    const { code, stdout = '', stderr = '' } = error as Partial<Ended>;
    if (typeof code !== 'number') throw error;
    return { code, stdout, stderr };
  }
}

/** Starts a script, and waits until it says that it is ready. */
async function start(
  args: string[],
  env: Record<string, string>,
  ready: RegExp,
): Promise<RegExpExecArray> {
  const child = spawn(process.execPath, args, {
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => stop(child));
  let said = '';
  return new Promise((resolve, reject) => {
    const listen = (chunk: Buffer) => {
      said += chunk;
      const match = ready.exec(said);
      if (match) resolve(match);
    };
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    child.once('exit', () => reject(new Error(`${args[0]} ended before it was ready:\n${said}`)));
  });
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}

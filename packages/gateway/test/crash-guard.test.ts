import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { error, reply } from '@ofoxai/fake-upstream';
import { describe, expect, it, onTestFinished } from 'vitest';
import { excludeEnvironment } from '../src/crash-guard.ts';
import { useCommand } from './support/gateway-process.ts';
import { fakeUpstream } from './support/upstreams.ts';

const SECRETS = {
  OFOX_TEST_CALLER: 'sk-test-planted-caller',
  OFOX_TEST_PROVIDER: 'sk-test-planted-provider',
  OFOX_TEST_METRICS: 'sk-test-planted-metrics',
  OFOX_TEST_REDIS: 'planted-redis-password',
  OFOX_TEST_HEADER: 'planted-in-a-header',
};
/** Stands in a configuration for a variable of the environment. */
const from = (variable: keyof typeof SECRETS) => `$\{${variable}}`;
const CONTENT = 'planted-in-the-question';
const PATIENCE = { timeout: 60_000 };

/** Breaks the process that loads it, in the way that its first signal says. */
const BREAKER = `
const secrets = Object.keys(process.env).filter((name) => name.startsWith('OFOX_TEST_'));
const told = () => secrets.map((name) => process.env[name]).join(', ');
process.on('SIGWINCH', () => void Promise.reject(new Error('It broke with ' + told())));
process.on('SIGURG', () => {
  throw Object.assign(new Error('It broke'), { config: { key: told() }, cause: new Error(told()) });
});
`;

function folder(): string {
  const directory = mkdtempSync(join(tmpdir(), 'ofox-crash-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  return directory;
}

describe('what a process leaves behind', () => {
  const command = useCommand();

  it.each([
    ['a promise that was rejected', 'SIGWINCH', []],
    ['an error in the primary', 'SIGURG', ['--workers', '2']],
  ] as const)('holds no secrets after %s', { timeout: 120_000 }, async (_, deadly, args) => {
    const directory = folder();
    const breaker = join(directory, 'breaker.mjs');
    writeFileSync(breaker, BREAKER);
    const upstream = await fakeUpstream();
    upstream.script(reply({ text: 'Hello' }), { times: 1 });
    upstream.script(error({ status: 500, message: `No, ${SECRETS.OFOX_TEST_PROVIDER}.` }));
    const gateway = await command.start(
      {
        keys: [from('OFOX_TEST_CALLER')],
        metricsToken: from('OFOX_TEST_METRICS'),
        redis: { url: `redis://:${from('OFOX_TEST_REDIS')}@127.0.0.1:1`, connectTimeoutMs: 50 },
        nodes: [
          {
            name: 'one',
            protocol: 'openai',
            baseUrl: `${upstream.url}/v1`,
            key: from('OFOX_TEST_PROVIDER'),
            headers: { 'x-tenant': from('OFOX_TEST_HEADER') },
            models: { '*': '*' },
          },
        ],
      },
      [...args],
      {
        ...SECRETS,
        NODE_OPTIONS: [
          `--import=${breaker}`,
          '--report-on-fatalerror',
          '--report-uncaught-exception',
          '--report-on-signal',
          `--report-directory=${directory}`,
        ].join(' '),
      },
    );
    const emitted: string[] = [];
    for (let asked = 0; asked < 3; asked += 1) {
      const response = await fetch(`${gateway.url}/v1/chat/completions`, {
        method: 'POST',
        headers: { authorization: `Bearer ${SECRETS.OFOX_TEST_CALLER}` },
        body: JSON.stringify({ model: 'm', messages: [{ role: 'user', content: CONTENT }] }),
      });
      emitted.push(JSON.stringify([...response.headers]), await response.text());
    }
    for (const path of ['/metrics', '/demo/session.json', '/readyz']) {
      const headers = { authorization: `Bearer ${SECRETS.OFOX_TEST_METRICS}` };
      emitted.push(await (await fetch(gateway.url + path, { headers })).text());
    }
    gateway.reload(`nodes:\n  - key: "${SECRETS.OFOX_TEST_PROVIDER}\n`);
    await expect
      .poll(() => gateway.log.some(({ reason }) => /neither YAML/.test(String(reason))), PATIENCE)
      .toBe(true);
    gateway.signal('SIGUSR2');
    gateway.signal(deadly);
    expect(await gateway.exit()).toBe(1);
    expect(gateway.errors).toContain('It broke');
    expect(gateway.errors).toContain('breaker.mjs');
    const files = readdirSync(directory).filter((name) => name !== 'breaker.mjs');
    emitted.push(...files.map((name) => readFileSync(join(directory, name), 'utf8')));
    emitted.push(gateway.output, gateway.errors);
    const all = emitted.join('\n');
    for (const secret of [...Object.values(SECRETS), CONTENT]) expect(all).not.toContain(secret);
  });
});

describe("Node's reports", () => {
  const wanted = {
    reportOnFatalError: true,
    reportOnUncaughtException: true,
    reportOnSignal: true,
  };

  it('leave out the environment, where Node can', () => {
    const report = { ...wanted, excludeEnv: false };
    excludeEnvironment(report, ['node', 'main.js', '--config', 'gateway.yaml']);
    expect(report).toEqual({ ...wanted, excludeEnv: true });
  });

  it.each([
    ['an older Node', { ...wanted }, []],
    ['a key on the command line', { ...wanted, excludeEnv: false }, ['--key=sk-test-flag']],
  ])('are not written by themselves with %s', (_, report, argv) => {
    excludeEnvironment(report, argv);
    expect(report).toMatchObject({
      reportOnFatalError: false,
      reportOnUncaughtException: false,
      reportOnSignal: false,
    });
  });
});

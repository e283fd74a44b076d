import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AjvJsonSchemaValidator } from '@modelcontextprotocol/server/validators/ajv';
import { expect, test } from 'vitest';
import type { Overlay } from '../../src/server.ts';
import { makeApp, startGateway, startHttp } from '../support/start.ts';
import { registerContentFixtures } from './content-fixtures.ts';
import { registerInputFixtures, requestState } from './input-fixtures.ts';

const referee = join(
  dirname(createRequire(import.meta.url).resolve('@modelcontextprotocol/conformance/package.json')),
  'dist/index.js',
);
const shim = fileURLToPath(new URL('fs-globsync.mjs', import.meta.url));

interface Check {
  id: string;
  status: string;
  details?: { untestable?: boolean };
}

/** Runs the referee and gives its exit code and what it said. */
function run(...args: string[]): Promise<{ code: number | null; output: string; checks: Check[] }> {
  const folder = mkdtempSync(join(tmpdir(), 'ofox-conformance-'));
  const child = spawn(
    process.execPath,
    ['--import', shim, referee, 'server', ...args, '-o', folder],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let output = '';
  child.stdout.on('data', (chunk) => {
    output += chunk;
  });
  child.stderr.on('data', (chunk) => {
    output += chunk;
  });
  return new Promise((resolve) => {
    child.on('close', (code) => {
      const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
      const checks = files
        .filter((file) => file.endsWith('checks.json'))
        .flatMap((file): Check[] => JSON.parse(readFileSync(join(folder, file), 'utf8')));
      rmSync(folder, { recursive: true, force: true });
      resolve({ code, output, checks });
    });
  });
}

const overlay: Overlay = {
  extend(server) {
    registerContentFixtures(server);
    registerInputFixtures(server);
  },
  options: {
    capabilities: {
      tools: { listChanged: false },
      prompts: { listChanged: false },
      resources: { listChanged: false, subscribe: true },
      completions: {},
      logging: {},
    },
    requestState,
    // The fixtures do ask clients for input, and check what they get.
    jsonSchemaValidator: new AjvJsonSchemaValidator(),
  },
};

test.each(['2025-11-25', '2026-07-28'])(
  'all scored scenarios of %s pass through our HTTP stack',
  { timeout: 180_000 },
  async (requirements) => {
    const { url } = await startHttp(makeApp(await startGateway()), overlay);
    const { code, output } = await run('--url', url, '--requirements', requirements);
    expect(code, output.slice(-4000)).toBe(0);
  },
);

/** Scenarios that need none of the referee's own fixtures. */
const FOR_ANY_SERVER = [
  ...['server-initialize', 'ping', 'tools-list', 'resources-list', 'prompts-list'],
  ...['dns-rebinding-protection', 'server-sse-multiple-streams', 'caching'],
  ...['sep-2164-resource-not-found', 'http-header-validation'],
  ...['input-required-result-unsupported-methods', 'input-required-result-missing-input-response'],
  ...['input-required-result-ignore-extra-params', 'input-required-result-validate-input'],
  'server-session-lifecycle',
  'server-stateless',
];

test('every scenario that applies to any server passes against the product as it is', {
  timeout: 180_000,
}, async () => {
  const { url } = await startHttp(makeApp(await startGateway()));
  for (const scenario of FOR_ANY_SERVER) {
    const { checks, output } = await run('--url', url, '--scenario', scenario);
    // What the referee calls untestable needs a tool of its own, which the product has not.
    const failed = checks.filter(
      ({ status, details }) => status === 'FAILURE' && details?.untestable !== true,
    );
    expect(checks.length, `${scenario}: ${output.slice(-1000)}`).toBeGreaterThan(0);
    expect(failed, scenario).toEqual([]);
  }
});

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

const folderOfReferee = dirname(
  createRequire(import.meta.url).resolve('@modelcontextprotocol/conformance/package.json'),
);
const referee = join(folderOfReferee, 'dist/index.js');
const shim = fileURLToPath(new URL('fs-globsync.mjs', import.meta.url));

interface Check {
  id: string;
  status: string;
  details?: { untestable?: boolean };
}

interface Ended {
  code: number | null;
  output: string;
}

/** Runs the referee. */
function run(...args: string[]): Promise<Ended> {
  const child = spawn(process.execPath, ['--import', shim, referee, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.on('data', (chunk) => {
    output += chunk;
  });
  child.stderr.on('data', (chunk) => {
    output += chunk;
  });
  return new Promise((resolve) => {
    child.on('close', (code) => resolve({ code, output }));
  });
}

/** Puts a server through one scenario. */
async function check(url: string, scenario: string): Promise<Ended & { checks: Check[] }> {
  const folder = mkdtempSync(join(tmpdir(), 'ofox-conformance-'));
  try {
    const ended = await run('server', '--url', url, '--scenario', scenario, '-o', folder);
    const checks = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('checks.json'))
      .flatMap((file): Check[] => JSON.parse(readFileSync(join(folder, file), 'utf8')));
    return { ...ended, checks };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
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

const REQUIREMENTS = ['2025-11-25', '2026-07-28'];

test.each(REQUIREMENTS)(
  'all scored scenarios of %s pass through our HTTP stack',
  { timeout: 180_000 },
  async (requirements) => {
    const { url } = await startHttp(makeApp(await startGateway()), overlay);
    const { code, output } = await run('server', '--url', url, '--requirements', requirements);
    expect(code, output.slice(-4000)).toBe(0);
  },
);

/** Scenarios that need the referee's fixtures and that its own server does not pass yet. */
const UNSCORED = ['json-schema-2020-12', 'http-custom-header-server-validation'];

test.each(UNSCORED)('%s passes though it is not scored', { timeout: 60_000 }, async (scenario) => {
  const { url } = await startHttp(makeApp(await startGateway()), overlay);
  const { code, output, checks } = await check(url, scenario);
  expect(code, output.slice(-4000)).toBe(0);
  expect(checks.length).toBeGreaterThan(1);
  expect(checks.filter(({ status }) => status !== 'SUCCESS')).toEqual([]);
});

/** Scenarios that need none of the referee's own fixtures. */
const FOR_ANY_SERVER = [
  ...['server-initialize', 'ping', 'tools-list', 'resources-list', 'prompts-list'],
  ...['dns-rebinding-protection', 'server-sse-multiple-streams', 'caching'],
  ...['sep-2164-resource-not-found', 'http-header-validation'],
  ...['input-required-result-unsupported-methods', 'input-required-result-missing-input-response'],
  ...['input-required-result-ignore-extra-params', 'input-required-result-validate-input'],
  ...['server-session-lifecycle', 'server-stateless'],
  // Passes with warnings: answers are not stored here for clients that come back for them.
  'server-sse-polling',
];

test('every scenario that applies to any server passes against the product as it is', {
  timeout: 180_000,
}, async () => {
  const { url } = await startHttp(makeApp(await startGateway()));
  for (const scenario of FOR_ANY_SERVER) {
    const { checks, output } = await check(url, scenario);
    // What the referee calls untestable needs a tool of its own, which the product has not.
    const failed = checks.filter(
      ({ status, details }) => status === 'FAILURE' && details?.untestable !== true,
    );
    expect(checks.length, `${scenario}: ${output.slice(-1000)}`).toBeGreaterThan(0);
    expect(failed, scenario).toEqual([]);
  }
});

/** Extensions that the server does not offer: there is no server half of tasks, and it has no skills. */
const EXTENSIONS = /^(?:tasks|sep-2640-skills)-/;

test('no other scenario of the referee is left out', async () => {
  const { output } = await run('list', '--server');
  const all = [...output.matchAll(/^ +- ([\w-]+) \[/gm)].map(([, name = '']) => name);
  expect(all.length).toBeGreaterThan(60);
  const known = new Set([...REQUIREMENTS.flatMap(scored), ...UNSCORED, ...FOR_ANY_SERVER]);
  expect(all.filter((name) => !known.has(name) && !EXTENSIONS.test(name))).toEqual([]);
});

/** The scenarios for servers that a set of requirements counts. */
function scored(requirements: string): string[] {
  const file = join(folderOfReferee, 'requirements', `${requirements}.yaml`);
  const [, list = ''] = /^server:\n((?: +- .+\n)+)/m.exec(readFileSync(file, 'utf8')) ?? [];
  return [...list.matchAll(/- ([\w-]+)/g)].map(([, name = '']) => name);
}

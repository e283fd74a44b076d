import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { checkConfig, loadConfig } from '../../src/config/load.ts';
import { secretsOf } from '../../src/config/secrets-of.ts';

const SECRET = 'sk-test-planted-secret';

it('finds all secrets of a configuration', () => {
  const config = checkConfig(
    {
      keys: ['sk-test-in-clear', { sha256: 'a'.repeat(64) }],
      metricsToken: 'sk-test-metrics',
      redis: { url: 'redis://user:p%40ss@host:6379' },
      nodes: [
        { name: 'one', preset: 'openai', key: 'sk-test-one', headers: { 'x-token': 'hidden' } },
        { name: 'two', preset: 'embedded' },
      ],
    },
    'test',
  );
  expect([...secretsOf(config)]).toEqual([
    ...['sk-test-in-clear', 'sk-test-one', 'hidden', 'sk-test-metrics', 'p%40ss', 'p@ss'],
  ]);
  expect([...secretsOf(checkConfig({}, 'test'))]).toEqual([]);
});

it.each([
  ['YAML that cannot be read', `metricsToken: "${SECRET}\nkeys: []\n`],
  ['keys that are no keys', `keys: ["${SECRET} ${SECRET}"]\n`],
  ['a field of the wrong type', `nodes: "${SECRET}"\n`],
  ['a node that is wrong', `nodes: [{ name: one, key: "${SECRET}" }]\n`],
  ['an address of Redis', `redis: { url: "http://:${SECRET}@host" }\n`],
])('quotes none when a file has %s', (_, text) => {
  const directory = mkdtempSync(join(tmpdir(), 'ofox-secrets-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const file = join(directory, 'gateway.yaml');
  writeFileSync(file, text);
  let message = '';
  try {
    loadConfig(file);
  } catch (error) {
    message = (error as Error).message;
  }
  expect(message).toContain(file);
  expect(message).not.toContain(SECRET);
});

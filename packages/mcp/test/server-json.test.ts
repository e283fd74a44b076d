import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { OPTIONS } from '../src/options.ts';

const read = (path: string) => JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8'));

const entry = read('../server.json');
const manifest = read('../package.json');

/** What the registry refuses otherwise, by its schema of 2025-12-11. */
test('the entry for the registry is one that it takes', () => {
  expect(entry.name).toMatch(/^[a-zA-Z0-9.-]+\/[a-zA-Z0-9._-]+$/);
  expect(entry.description.length).toBeLessThanOrEqual(100);
  expect(entry.title.length).toBeLessThanOrEqual(100);
  expect(entry.repository).toMatchObject({ source: 'github', subfolder: 'packages/mcp' });
  const formats = new Set([undefined, 'string', 'number', 'boolean', 'filepath']);
  for (const { registryType, transport, environmentVariables } of entry.packages) {
    expect([registryType, transport]).toEqual(['npm', { type: 'stdio' }]);
    for (const { format } of environmentVariables) expect(formats).toContain(format);
  }
});

test('the entry for the registry is about this package', () => {
  // The registry looks for its own name in the package that npm hands out.
  expect(manifest.mcpName).toBe(entry.name);
  expect(entry.packages).toHaveLength(1);
  expect(entry.packages[0].identifier).toBe(manifest.name);
  expect(manifest.repository.url).toBe(`git+${entry.repository.url}.git`);
});

test('the entry for the registry asks for what the server reads', () => {
  const variables: { name: string; isSecret?: boolean }[] = entry.packages[0].environmentVariables;
  const known = ['OFOX_API_KEY', ...Object.values(OPTIONS).map(({ env }) => env)];
  for (const { name, isSecret = false } of variables) {
    expect(known).toContain(name);
    expect(isSecret, name).toBe(/KEY|TOKEN/.test(name));
  }
});

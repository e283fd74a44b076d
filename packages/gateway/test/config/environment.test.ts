import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { substituteEnvironment } from '../../src/config/environment.ts';
import { loadConfig } from '../../src/config/load.ts';

const folder = mkdtempSync(join(tmpdir(), 'ofox-environment-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('substituteEnvironment', () => {
  it('puts variables into all texts, and nowhere else', () => {
    const environment = { KEY: 'sk-test', HOST: 'example.com' };
    const value = { a: ['${KEY}', 'https://${HOST}/v1', 3, null], '${KEY}': '${NONE:-other} $KEY' };
    expect(substituteEnvironment(value, environment)).toEqual({
      value: { a: ['sk-test', 'https://example.com/v1', 3, null], '${KEY}': 'other $KEY' },
      problems: [],
    });
  });

  it('does not read what a variable holds once more', () => {
    expect(substituteEnvironment('${A}', { A: '${B}', B: 'x' }).value).toBe('${B}');
  });

  it('tells where a variable is missing', () => {
    const { problems } = substituteEnvironment({ nodes: [{ key: '${NO_KEY}' }] }, { NO_KEY: '' });
    expect(problems).toEqual([
      { path: ['nodes', 0, 'key'], message: 'the environment variable NO_KEY is not set' },
    ]);
  });
});

describe('a file with nodes', () => {
  const file = join(folder, 'gateway.yaml');

  it('is filled from the environment and by presets', () => {
    writeFileSync(
      file,
      [
        'routing: latency',
        'nodes:',
        '  - { name: main, preset: openai, key: "${OPENAI_KEY}" }',
        '  - { name: local, preset: ollama }',
        '  - { name: offline, preset: embedded, simulate: { slow: 100 } }',
      ].join('\n'),
    );
    const { nodes, routing } = loadConfig(file, { OPENAI_KEY: 'sk-test-1' });
    expect(routing).toBe('latency');
    expect(nodes.map(({ name, key, protocol }) => [name, key, protocol])).toEqual([
      ['main', 'sk-test-1', 'openai'],
      ['local', undefined, 'openai'],
      ['offline', undefined, 'openai'],
    ]);
  });

  it.each([
    [
      'nodes: [{ name: a, preset: openai, key: "${X}" }]',
      'nodes[0].key: the environment variable X',
    ],
    ['nodes: [{ name: a, preset: opnai }]', 'nodes[0].preset: '],
    ['nodes: [{ name: a, preset: openai }]', 'nodes[0].key: is required by this preset'],
    [
      'nodes: [{ name: a, preset: ollama }, { name: a, preset: vllm }]',
      'nodes[1].name: must differ',
    ],
    ['nodes: [{ name: a, preset: ollama, models: { x: { nam: y } } }]', 'nodes[0].models.x.name'],
    ['routing: cheapest', 'routing: '],
  ])('%s is told by path', (text, message) => {
    writeFileSync(file, text);
    expect(() => loadConfig(file)).toThrow(message);
  });
});

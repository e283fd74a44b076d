import { describe, expect, it } from 'vitest';
import { nodeSchema, servedModel } from '../../src/upstream/node-config.ts';

describe('nodeSchema', () => {
  it('fills in what a preset knows', () => {
    const node = nodeSchema.parse({ name: 'main', preset: 'openai', key: 'sk-test' });
    expect(node).toMatchObject({
      protocol: 'openai',
      baseUrl: 'https://api.openai.com/v1',
      models: { 'openai/*': '*' },
      extensions: false,
      weight: 1,
      timeouts: { connectMs: 5000 },
    });
  });

  it('lets the file overrule the preset', () => {
    const node = nodeSchema.parse({
      name: 'eu',
      preset: 'anthropic',
      baseUrl: 'https://eu.example.com',
      models: { 'anthropic/claude-sonnet-4.5': 'claude-sonnet-4-5' },
    });
    expect(node.baseUrl).toBe('https://eu.example.com');
    expect(servedModel(node, 'anthropic/claude-opus-4.6')).toBeUndefined();
  });

  it.each([
    [{ name: 'x' }, ['protocol', 'baseUrl', 'models']],
    [{ name: 'x', preset: 'opnai' }, ['preset']],
    [{ name: 'x', preset: 'openai' }, ['key']],
    [{ name: 'x', preset: 'ollama', simulate: { slow: 1 } }, ['simulate']],
    [{ name: 'x y', preset: 'openai', key: 'k' }, ['name']],
    [{ name: 'x', preset: 'openai', baseUrl: 'ftp://example.com' }, ['baseUrl']],
    [{ name: 'x', preset: 'openai', key: 'k', weight: 0 }, ['weight']],
    [{ name: 'x', preset: 'openai', key: 'k', headers: { 'a b': '1' } }, ['headers.a b']],
    [{ name: 'x', preset: 'openai', key: 'k', timeouts: { idleMs: 0 } }, ['timeouts.idleMs']],
    [{ name: 'x', preset: 'openai', key: 'k', wieght: 1 }, ['']],
  ])('tells what is wrong with %j by path', (node, paths) => {
    const result = nodeSchema.safeParse(node);
    expect(result.error?.issues.map((issue) => issue.path.join('.'))).toEqual(paths);
  });
});

describe('servedModel', () => {
  const models = {
    'openai/gpt-4o': 'gpt-4o-2024-08-06',
    'openai/*': '*',
    'openai/gpt-5*': 'azure-gpt-5*',
    'x/y': { name: 'z', price: { input: 0.15, output: 0.6 } },
  };

  it.each([
    ['openai/gpt-4o', 'gpt-4o-2024-08-06'],
    ['openai/gpt-4o-mini', 'gpt-4o-mini'],
    ['openai/gpt-5-mini', 'azure-gpt-5-mini'],
    ['anthropic/claude-opus-4.6', undefined],
    ['toString', undefined],
  ])('%s is %s', (id, name) => {
    expect(servedModel({ models }, id)?.name).toBe(name);
  });

  it('tells prices per token', () => {
    expect(servedModel({ models }, 'x/y')).toEqual({
      name: 'z',
      price: { input: 0.15 / 1e6, output: 0.6 / 1e6 },
    });
  });
});

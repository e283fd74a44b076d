import { describe, expect, it } from 'vitest';
import { NodeFactory } from '../../src/upstream/build-upstreams.ts';
import { nodeSchema } from '../../src/upstream/node-config.ts';

describe.each([
  ['an upstream', { protocol: 'openai', baseUrl: 'http://127.0.0.1:1/v1' }],
  ['an embedded node', { preset: 'embedded' }],
])('the models that %s serves by names of its own', (_, kind) => {
  const models = { 'gpt-4o': 'openai/gpt-4o-mini', mine: 'openai/gpt-4o' };
  const upstreams = new NodeFactory().build([nodeSchema.parse({ name: 'north', models, ...kind })]);

  it('are asked for by these names, also when one is an alias in the catalogue', () => {
    for (const name of ['gpt-4o', 'mine']) {
      expect(upstreams.resolve(name)).toBe(name);
      expect(upstreams.table(name)?.routes).toHaveLength(1);
    }
    expect(upstreams.table(upstreams.resolve('openai/gpt-4o'))).toBeUndefined();
  });

  it('are listed, with what is known of the model that an alias means', () => {
    const listed = upstreams.catalog.models;
    expect(listed.map(({ id }) => id).sort()).toEqual(['gpt-4o', 'mine']);
    expect(upstreams.catalog.get('gpt-4o')?.contextLength).toBeGreaterThan(0);
    expect(upstreams.catalog.get('mine')?.contextLength).toBeUndefined();
  });
});

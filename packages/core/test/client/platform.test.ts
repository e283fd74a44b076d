import { describe, expect, it } from 'vitest';
import { OfoxClient, protocolFor, transportFrom } from '../../src/index.ts';

describe('transportFrom', () => {
  it('sends every request through the fetch that it is made from', async () => {
    const seen: string[] = [];
    const transport = transportFrom((input, init) => {
      seen.push(`${init?.method} ${input} ${init?.redirect}`);
      return Promise.resolve(Response.json({ object: 'list', data: [] }));
    });
    const client = new OfoxClient(
      { apiKey: 'sk-test-1', baseUrl: 'http://127.0.0.1:9' },
      { transport },
    );
    const { models, response } = await client.models.list();
    expect(models).toEqual([]);
    expect(response.headers['content-type']).toContain('json');
    expect(seen).toEqual(['GET http://127.0.0.1:9/v1/models manual']);
  });
});

describe('protocolFor', () => {
  it.each([
    ['anthropic/claude-sonnet-5', 'auto', 'anthropic'],
    ['google/gemini-3.7-flash', 'auto', 'gemini'],
    ['deepseek/deepseek-v3.2', 'auto', 'openai'],
    ['anthropic/claude-sonnet-5', 'openai', 'openai'],
  ] as const)('%s with %s speaks %s', (model, option, name) => {
    expect(protocolFor(model, option).name).toBe(name);
  });
});

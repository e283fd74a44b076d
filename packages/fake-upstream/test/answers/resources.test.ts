import type { JsonValue } from '@ofoxai/core';
import { describe, expect } from 'vitest';
import { embeddings, images, models, tokenCount } from '../../src/index.ts';
import { send } from '../raw-client.ts';
import { it } from '../upstream-test.ts';

describe('embeddings', () => {
  it('speaks OpenAI in numbers and in base64', async ({ upstream }) => {
    upstream.script(embeddings({ vectors: [[0.5, -2]], tokens: 9, model: 'e' }), { times: 2 });
    const floats = await send(upstream.port, '/v1/embeddings', { body: { input: 'a' } });
    expect(JSON.parse(floats.text)).toEqual({
      object: 'list',
      data: [{ object: 'embedding', index: 0, embedding: [0.5, -2] }],
      model: 'e',
      usage: { prompt_tokens: 9, total_tokens: 9 },
    });
    const body = { input: 'a', encoding_format: 'base64' };
    const base64 = await send(upstream.port, '/v1/embeddings', { body });
    const bytes = Buffer.from(JSON.parse(base64.text).data[0].embedding, 'base64');
    expect([bytes.readFloatLE(0), bytes.readFloatLE(4)]).toEqual([0.5, -2]);
  });

  it('gives a vector for each input', async ({ upstream }) => {
    const inputs: [JsonValue, number][] = [
      [['a', 'b', 'c'], 3],
      [[1, 2, 3], 1],
      ['a', 1],
    ];
    for (const [input, count] of inputs) {
      const answer = await send(upstream.port, '/v1/embeddings', {
        body: { input },
      });
      expect(JSON.parse(answer.text).data).toHaveLength(count);
    }
  });

  it('speaks Gemini, one and many', async ({ upstream }) => {
    const one = await send(upstream.port, '/v1beta/models/e:embedContent', {
      body: { content: {} },
    });
    expect(JSON.parse(one.text)).toEqual({ embedding: { values: [1, 0.5, -0.25, 0.125] } });
    const many = await send(upstream.port, '/v1beta/models/e:batchEmbedContents', {
      body: { requests: [{}, {}] },
    });
    expect(JSON.parse(many.text).embeddings).toHaveLength(2);
  });
});

describe('images', () => {
  it('gives as many as are asked for', async ({ upstream }) => {
    const answer = await send(upstream.port, '/v1/images/generations', { body: { n: 2 } });
    const { data } = JSON.parse(answer.text);
    expect(data).toHaveLength(2);
    expect(Buffer.from(data[0].b64_json, 'base64').subarray(1, 4).toString()).toBe('PNG');
  });

  it('gives those of the script', async ({ upstream }) => {
    upstream.script(images(['AQ==']));
    const answer = await send(upstream.port, '/v1/images/generations', { body: {} });
    expect(JSON.parse(answer.text).data).toEqual([{ b64_json: 'AQ==' }]);
  });
});

describe('models', () => {
  it('lists in each protocol', async ({ upstream }) => {
    upstream.script(models(['a/b']), { times: 6 });
    const get = async (path: string) => JSON.parse((await send(upstream.port, path)).text);
    expect((await get('/v1/models')).data[0]).toMatchObject({ id: 'a/b', object: 'model' });
    expect(await get('/anthropic/v1/models')).toMatchObject({
      data: [{ type: 'model', id: 'a/b' }],
      has_more: false,
      last_id: 'a/b',
    });
    expect((await get('/gemini/v1beta/models')).models[0]).toMatchObject({ name: 'models/a/b' });
    expect(await get('/v1/models/a%2Fb')).toMatchObject({ id: 'a/b' });
    expect(await get('/gemini/v1beta/models/a/b')).toMatchObject({ name: 'models/a/b' });
    expect((await send(upstream.port, '/v1/models/else')).status).toBe(404);
  });
});

describe('tokenCount', () => {
  it('counts in each protocol', async ({ upstream }) => {
    upstream.script(tokenCount(7), { times: 2 });
    const count = async (path: string) =>
      JSON.parse((await send(upstream.port, path, { body: {} })).text);
    expect(await count('/v1/messages/count_tokens')).toEqual({ input_tokens: 7 });
    expect(await count('/v1beta/models/g:countTokens')).toEqual({ totalTokens: 7 });
  });
});

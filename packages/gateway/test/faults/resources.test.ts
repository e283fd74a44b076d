import { type JsonObject, PROTOCOL_NAMES } from '@ofoxai/core';
import { embeddings, error, images, reply, tokenCount } from '@ofoxai/fake-upstream';
import { describe, expect, it } from 'vitest';
import { CHATS, serve } from '../support/serve.ts';
import { fakeUpstream, node } from '../support/upstreams.ts';

describe('embeddings', () => {
  const vectors = [
    [0.5, -0.25],
    [1, 2],
  ];

  it.each(['openai', 'gemini'] as const)('for OpenAI callers from %s', async (back) => {
    const upstream = await fakeUpstream();
    upstream.script(embeddings({ vectors }), { times: 2 });
    const { post, records } = await serve({ nodes: [node(back, upstream.url)] });
    const model = 'openai/text-embedding-3-small';
    const request = { model, input: ['a', 'b'], provider: { routing: 'cost' } };
    const answered = (await (await post('/v1/embeddings', request)).json()) as JsonObject;
    expect(answered).toMatchObject({
      model,
      data: [{ embedding: vectors[0] }, { embedding: vectors[1] }],
    });
    const base64 = await post('/v1/embeddings', { ...request, encoding_format: 'base64' });
    const { data } = (await base64.json()) as { data: { embedding: string }[] };
    expect(data[0]?.embedding).toBe(
      Buffer.from(new Float32Array([0.5, -0.25]).buffer).toString('base64'),
    );
    expect(upstream.requests[0]?.json).not.toHaveProperty('provider');
    await expect.poll(() => records[0]).toMatchObject({ servedModel: model });
  });

  it.each(['openai', 'gemini'] as const)(
    'for Gemini callers from %s, one and many',
    async (back) => {
      const upstream = await fakeUpstream();
      upstream.script(embeddings({ vectors: vectors.slice(0, 1) }));
      upstream.script(embeddings({ vectors }));
      const { post } = await serve({ nodes: [node(back, upstream.url)] });
      const base = '/gemini/v1beta/models/google/gemini-embedding-001';
      const content = { parts: [{ text: 'a' }] };
      const one = await post(`${base}:embedContent`, { content });
      expect(await one.json()).toMatchObject({ embedding: { values: vectors[0] } });
      const model = 'models/google/gemini-embedding-001';
      const requests = [
        { model, content },
        { model, content },
      ];
      const many = await post(`${base}:batchEmbedContents`, { requests });
      expect(await many.json()).toMatchObject({
        embeddings: [{ values: vectors[0] }, { values: vectors[1] }],
      });
    },
  );

  it('fall back, and tell what a wire has not', async () => {
    const [bad, good] = [await fakeUpstream(), await fakeUpstream()];
    bad.script(error({ status: 503 }));
    const request = { model: 'openai/text-embedding-3-small', input: 'a' };
    const { post } = await serve({
      nodes: [
        node('anthropic', bad.url, { name: 'wordless' }),
        node('openai', bad.url, { name: 'bad', priority: 1 }),
        node('gemini', good.url, { priority: 2 }),
      ],
    });
    const response = await post('/v1/embeddings', request);
    expect(response.status).toBe(200);
    expect(response.headers.get('x-ofox-provider')).toBe('gemini');
    const alone = await serve({ nodes: [node('anthropic', bad.url)] });
    expect((await alone.post('/v1/embeddings', request)).status).toBe(400);
  });
});

describe('images', () => {
  const request = { model: 'openai/gpt-image-1', prompt: 'a fox', n: 1 };

  it('for OpenAI callers from OpenAI', async () => {
    const upstream = await fakeUpstream();
    upstream.script(images(['iVBORw0KGgo=']));
    const { post } = await serve({ nodes: [node('openai', upstream.url)] });
    const response = await post('/v1/images/generations', request);
    expect(await response.json()).toMatchObject({ data: [{ b64_json: 'iVBORw0KGgo=' }] });
  });

  it('for OpenAI callers from Gemini, through generateContent', async () => {
    const upstream = await fakeUpstream();
    const image = { mediaType: 'image/png', bytes: Buffer.from('iVBORw0KGgo=', 'base64') };
    upstream.script(reply({ image }));
    const { post } = await serve({ nodes: [node('gemini', upstream.url)] });
    const response = await post('/v1/images/generations', request);
    expect(await response.json()).toMatchObject({ data: [{ b64_json: 'iVBORw0KGgo=' }] });
    expect(upstream.requests[0]?.path).toContain(':generateContent');
  });
});

describe('counting tokens', () => {
  const PATHS = {
    anthropic: '/anthropic/v1/messages/count_tokens',
    gemini: CHATS.gemini.path.replace(':generateContent', ':countTokens'),
  } as const;

  it.each(['anthropic', 'gemini'] as const)('on %s asks a node of that wire', async (face) => {
    const upstream = await fakeUpstream();
    upstream.script(tokenCount(42));
    const { post } = await serve({ nodes: [node(face, upstream.url)] });
    const { max_tokens: _, ...body } = CHATS[face].body as { max_tokens?: number };
    const response = await post(PATHS[face], body);
    expect(await response.json()).toEqual(
      face === 'gemini' ? { totalTokens: 42 } : { input_tokens: 42 },
    );
    expect(response.headers.get('x-ofox-estimated')).toBeNull();
  });

  it.each(['anthropic', 'gemini'] as const)('on %s is estimated elsewhere', async (face) => {
    const upstream = await fakeUpstream();
    const { post } = await serve({ nodes: [node('openai', upstream.url)] });
    const { max_tokens: _, ...body } = CHATS[face].body as { max_tokens?: number };
    const response = await post(PATHS[face], body);
    expect(response.status).toBe(200);
    expect(response.headers.get('x-ofox-estimated')).toBe('true');
    expect(upstream.requests).toHaveLength(0);
  });
});

describe('models', () => {
  it('are those that some node serves, and what nodes name themselves', async () => {
    const { call } = await serve({
      nodes: [
        node('anthropic', 'http://127.0.0.1:1', { models: { 'anthropic/*': '*' } }),
        node('openai', 'http://127.0.0.1:1', { models: { 'house/own': 'own-7b' } }),
      ],
    });
    for (const face of PROTOCOL_NAMES) {
      const path = {
        openai: '/v1/models',
        anthropic: '/anthropic/v1/models',
        gemini: '/gemini/v1/models',
      };
      const text = await (await call(`${path[face]}?limit=1000&pageSize=1000`)).text();
      expect(text).toContain('anthropic/claude-opus-4.6');
      expect(text).toContain('house/own');
      expect(text).not.toContain('openai/gpt-4o');
    }
  });
});

describe('unusual requests', () => {
  it.each(PROTOCOL_NAMES)('to %s are refused with the place of the fault', async (face) => {
    const upstream = await fakeUpstream();
    const { call } = await serve({ nodes: [node(face, upstream.url)] });
    const { path } = CHATS[face];
    const deep = `{"model":"openai/gpt-4o","x":${'['.repeat(300)}${']'.repeat(300)}}`;
    const large = JSON.stringify({ ...CHATS[face].body, pad: 'x'.repeat(40_000) });
    const bodies = [
      '{"model": "openai/gpt-4o", "messages": [}',
      '{"model": "openai/gpt-4o"',
      deep,
      deep.replace('"x"', `"pad":"${'x'.repeat(40_000)}","x"`),
      `${large.slice(0, -1)}`,
      `${large}}`,
      Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]),
      '[]',
      '"text"',
      '',
    ];
    for (const body of bodies) {
      const response = await call(path, { method: 'POST', body });
      expect([400, 415], String(body).slice(0, 50)).toContain(response.status);
      await response.text();
    }
    expect(upstream.requests.length).toBe(0);
  });

  it('with prototype keys and huge numbers go on as they are', async () => {
    const upstream = await fakeUpstream();
    const { post } = await serve({ nodes: [node('openai', upstream.url)] });
    const strange =
      '{"__proto__":{"polluted":true},"model":"openai/gpt-4o","constructor":{"x":1},' +
      '"seed":123456789012345678901234567890,"messages":[{"role":"user","content":"a"}]}';
    expect((await post(CHATS.openai.path, strange)).status).toBe(200);
    expect(upstream.requests[0]?.text).toBe(strange);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  it('with two names for the model reach the node by its name for the last', async () => {
    const upstream = await fakeUpstream();
    const { post } = await serve({
      nodes: [node('openai', upstream.url, { models: { 'openai/*': '*' } })],
    });
    const messages = '"messages":[{"role":"user","content":"a"}]';
    const twice = `{"model":"openai/gpt-4o","model":"openai/gpt-4o-mini",${messages}}`;
    expect((await post(CHATS.openai.path, twice)).status).toBe(200);
    expect(upstream.requests[0]?.text).toBe(
      `{"model":"gpt-4o-mini","model":"gpt-4o-mini",${messages}}`,
    );
  });
});

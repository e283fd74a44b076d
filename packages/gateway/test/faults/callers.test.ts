import { hash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type JsonObject, PROTOCOL_NAMES } from '@ofoxai/core';
import { error, reply, stream } from '@ofoxai/fake-upstream';
import { describe, expect, it } from 'vitest';
import { KeyStore } from '../../src/keys/key-store.ts';
import { temporaryDirectory } from '../keys/temporary-directory.ts';
import { readStream, STREAMS, textOf } from '../support/ask.ts';
import { CHATS, KEY, serve } from '../support/serve.ts';
import { fakeUpstream, node } from '../support/upstreams.ts';

describe('a stream of Gemini as one JSON array (no. 16)', () => {
  it.each(PROTOCOL_NAMES)('is what a caller without alt=sse gets from %s', async (back) => {
    const upstream = await fakeUpstream();
    upstream.script(reply({ text: 'Grüße aus der Ferne', chunks: 4 }));
    const { post } = await serve({ nodes: [node(back, upstream.url)] });
    const path = STREAMS.gemini.path.replace('?alt=sse', '');
    const response = await post(path, STREAMS.gemini.body);
    expect(response.headers.get('content-type')).toContain('application/json');
    const chunks = (await response.json()) as JsonObject[];
    expect(chunks.length).toBeGreaterThan(2);
    const texts = chunks.map(({ candidates }) => {
      const [candidate] = candidates as { content?: { parts?: { text?: string }[] } }[];
      return candidate?.content?.parts?.map(({ text = '' }) => text).join('') ?? '';
    });
    expect(texts.join('')).toBe('Grüße aus der Ferne');
  });

  it.each(PROTOCOL_NAMES)('is understood from an upstream, for %s', async (face) => {
    const upstream = await fakeUpstream();
    const chunk = (text: string, finishReason?: string) => ({
      data: JSON.stringify({
        candidates: [
          { content: { role: 'model', parts: [{ text }] }, ...(finishReason && { finishReason }) },
        ],
        usageMetadata: { promptTokenCount: 3, candidatesTokenCount: 2, totalTokenCount: 5 },
      }),
    });
    const events = [chunk('Grüße, '), chunk('[",]{'), chunk('', 'STOP')];
    upstream.script(stream({ framing: 'array', events }));
    const { post } = await serve({ nodes: [node('gemini', upstream.url)] });
    const streamed = await readStream(face, await post(STREAMS[face].path, STREAMS[face].body));
    expect(streamed.error).toBeUndefined();
    expect(textOf(streamed.events)).toBe('Grüße, [",]{');
  });
});

describe('a caller who leaves', () => {
  const GEMINI = '/gemini/v1beta/models/google/gemini-embedding-001';
  const REQUESTS: [what: string, back: (typeof PROTOCOL_NAMES)[number], string, object][] = [
    ['embeddings', 'openai', '/v1/embeddings', { model: 'm', input: 'a' }],
    ['embeddings', 'gemini', '/v1/embeddings', { model: 'm', input: 'a' }],
    ['an embedding', 'gemini', `${GEMINI}:embedContent`, { content: { parts: [{ text: 'a' }] } }],
    ['images', 'openai', '/v1/images/generations', { model: 'm', prompt: 'a' }],
    ['images', 'gemini', '/v1/images/generations', { model: 'm', prompt: 'a' }],
    [
      'a count',
      'anthropic',
      '/anthropic/v1/messages/count_tokens',
      { model: 'm', messages: [{ role: 'user', content: 'a' }] },
    ],
    ['a chat', 'anthropic', CHATS.openai.path, CHATS.openai.body],
    ['a chat', 'gemini', CHATS.anthropic.path, CHATS.anthropic.body],
  ];

  it.each(REQUESTS)('%s of %s stops the upstream (no. 11)', async (_, back, path, body) => {
    const upstream = await fakeUpstream();
    upstream.script(() => [{ do: 'pause', pause: Number.POSITIVE_INFINITY }]);
    const { call } = await serve({ nodes: [node(back, upstream.url)] });
    const leave = new AbortController();
    const init = { method: 'POST', body: JSON.stringify(body), signal: leave.signal };
    const left = call(path, init);
    const request = await upstream.request(1);
    leave.abort();
    await expect(left).rejects.toThrow();
    expect(await request.closed).toBe('aborted');
    expect(upstream.requests).toHaveLength(1);
  });
});

describe('the list of models to fall back on', () => {
  it("is the request's, else the key's, else the gateway's; an empty one is none", async () => {
    const upstream = await fakeUpstream();
    upstream.script(error({ status: 503 }), { model: 'first', times: 9 });
    const file = join(temporaryDirectory(), 'keys.jsonl');
    const plain = 'sk-test-plain';
    const entries = [{ fallback: ['house/of-key'] }, {}].map((own, index) => ({
      sha256: hash('sha256', index === 0 ? KEY : plain),
      created: '2026-01-01T00:00:00Z',
      ...own,
    }));
    writeFileSync(file, entries.map((entry) => JSON.stringify(entry)).join('\n'));
    const clock = { every: () => () => {} };
    const keys = await KeyStore.open({ file, rpm: 200, clock, now: Date.now });
    const { post } = await serve({
      keys,
      nodes: [node('openai', upstream.url, { models: { 'house/*': '*' } })],
      defaults: { fallback: ['house/of-gateway'] },
    });
    const answeredBy = async (key: string, provider?: object) => {
      const body = { ...CHATS.openai.body, model: 'house/first', ...(provider && { provider }) };
      const response = await post(CHATS.openai.path, body, { authorization: `Bearer ${key}` });
      const { model, error: failure } = (await response.json()) as JsonObject;
      return failure ? response.status : model;
    };
    expect(await answeredBy(KEY, { fallback: ['house/of-request'] })).toBe('house/of-request');
    expect(await answeredBy(KEY)).toBe('house/of-key');
    expect(await answeredBy(plain)).toBe('house/of-gateway');
    expect(await answeredBy(KEY, { fallback: [] })).toBe(503);
  });
});

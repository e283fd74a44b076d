import { describe, expect, it } from 'vitest';
import type { EmbeddingRequest } from '../../../src/embedding.ts';
import type { JsonObject } from '../../../src/json.ts';
import { embeddings } from '../../../src/protocols/gemini/embedding.ts';
import { NO_USAGE } from '../../../src/usage.ts';
import { caught } from './support.ts';

const MODEL = 'google/gemini-embedding-001';
const name = `models/${MODEL}`;
const item = (text: string, more: JsonObject = {}): JsonObject => ({
  model: name,
  content: { parts: [{ text }] },
  ...more,
});
const decode = (body: JsonObject) => embeddings.decodeRequest({ body, model: MODEL });

describe('embeddings', () => {
  it.each<[string, JsonObject, Partial<EmbeddingRequest>]>([
    ['embedContent', item('a'), { input: ['a'] }],
    [
      'embedContent',
      item('a', { outputDimensionality: 3, taskType: 'RETRIEVAL_QUERY', title: 't' }),
      {
        input: ['a'],
        dimensions: 3,
        extra: { gemini: { taskType: 'RETRIEVAL_QUERY', title: 't' } },
      },
    ],
    ['batchEmbedContents', { requests: [item('a')] }, { input: ['a'], list: true }],
    [
      'batchEmbedContents',
      { requests: [item('a', { taskType: 'X' }), item('b', { taskType: 'X' })] },
      { input: ['a', 'b'], list: true, extra: { gemini: { taskType: 'X' } } },
    ],
    [
      'batchEmbedContents',
      { requests: [item('a', { title: 'x' }), item('b')] },
      { input: ['a', 'b'], list: true, extra: { gemini: { requests: [{ title: 'x' }, {}] } } },
    ],
  ])('%s is read and written: %j', (method, body, request) => {
    const read = decode(body);
    expect(read).toEqual({ model: MODEL, ...request });
    const encoded = embeddings.encodeRequest(read);
    expect(encoded).toMatchObject({ path: `/v1beta/${name}:${method}`, body, warnings: [] });
  });

  it('are asked for in one request, whichever wire they came from', () => {
    const request = { model: MODEL, input: ['a', 'b'], user: 'u', extra: { openai: { x: 1 } } };
    const { path, body, warnings } = embeddings.encodeRequest(request);
    expect(path).toContain(':batchEmbedContents');
    expect(body).toEqual({ requests: [item('a'), item('b')] });
    expect(warnings.map(({ code, path: at }) => `${code} ${at}`)).toEqual([
      'foreign_dropped extra.openai.x',
      'dropped user',
    ]);
  });

  it('reads parts in either spelling and as one text', () => {
    const body = { content: { parts: [{ text: 'a' }, 'b'] }, output_dimensionality: 2 };
    expect(decode(body)).toEqual({ model: MODEL, input: ['a\nb'], dimensions: 2 });
  });

  it.each<[JsonObject, string]>([
    [{}, 'content'],
    [{ content: {} }, 'content.parts'],
    [{ content: { parts: [{ inlineData: {} }] } }, 'content.parts[0]'],
    [{ requests: [] }, 'requests'],
    [{ requests: [item('a'), { content: 5 }] }, 'requests[1].content'],
    [item('a', { outputDimensionality: 0 }), 'outputDimensionality'],
    [
      { requests: [item('a'), item('b', { outputDimensionality: 5 })] },
      'requests[1].outputDimensionality',
    ],
  ])('names the field at fault: %j', (body, param) => {
    expect(caught(() => decode(body))).toMatchObject({ kind: 'invalid_request', param });
  });

  it('refuses token numbers', () => {
    const error = caught(() => embeddings.encodeRequest({ model: MODEL, input: ['a', [1]] }));
    expect(error.param).toBe('input[1]');
  });

  it('answers in the shape that was asked for', () => {
    const usage = { ...NO_USAGE, input: 3 };
    const usageMetadata = { promptTokenCount: 3, totalTokenCount: 3 };
    const reply = { model: MODEL, vectors: [[1, 2]], usage };
    const single = { model: MODEL, input: ['a'] };
    const list = { ...single, list: true as const };
    const one = { embedding: { values: [1, 2] }, usageMetadata };
    const many = { embeddings: [{ values: [1, 2] }], usageMetadata };
    expect(embeddings.encodeReply(reply, single)).toEqual(one);
    expect(embeddings.encodeReply(reply, list)).toEqual(many);
    expect(embeddings.decodeReply(one, single)).toEqual(reply);
    expect(embeddings.decodeReply(many, list)).toEqual(reply);
    const unknown = { ...one, more: 1 };
    expect(embeddings.encodeReply(embeddings.decodeReply(unknown, single), single)).toEqual(
      unknown,
    );
  });

  it.each([[null], [{}], [{ embeddings: [] }], [{ embedding: { values: ['x'] } }], [[]]])(
    'finds no vector in %j',
    (body) => {
      const request = { model: MODEL, input: ['a'] };
      expect(caught(() => embeddings.decodeReply(body, request)).kind).toBe('upstream');
    },
  );
});

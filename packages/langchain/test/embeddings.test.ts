import {
  createGate,
  embeddings,
  error,
  type FakeUpstream,
  faulty,
  json,
  pauseBeforeHeaders,
  startFakeUpstream,
} from '@ofoxai/fake-upstream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { OfoxEmbeddings, type OfoxEmbeddingsFields } from '../src/embeddings.ts';
import { OfoxModelError } from '../src/index.ts';
import { KEY } from './support/gateway.ts';

let upstream: FakeUpstream;
beforeEach(async () => {
  upstream = await startFakeUpstream();
});
afterEach(() => upstream.close());

const make = (fields: OfoxEmbeddingsFields = {}) =>
  new OfoxEmbeddings('some/model', {
    apiKey: KEY,
    baseUrl: upstream.url,
    maxRetries: 0,
    ...fields,
  });

const texts = (count: number) => Array.from({ length: count }, (_, at) => `text ${at}`);
const inputs = () =>
  upstream.requests.map((request) => (request.json as { input: string[] }).input);

const item = (index: number, value: number) => ({
  object: 'embedding',
  index,
  embedding: [value, 0.5],
});
const answer = (...data: object[]) =>
  json({ object: 'list', data, model: 'some/model', usage: { prompt_tokens: 1 } } as never);

describe('OfoxEmbeddings', () => {
  it('sends batches of the size that it is told, and keeps the order of the texts', async () => {
    const vectors = await make({ batchSize: 2, maxConcurrency: 1 }).embedDocuments(texts(5));
    expect(inputs()).toEqual([['text 0', 'text 1'], ['text 2', 'text 3'], ['text 4']]);
    expect(vectors.map(([first]) => first)).toEqual([1, 2, 1, 2, 1]);
  });

  it('asks for nothing when there is nothing', async () => {
    expect(await make().embedDocuments([])).toEqual([]);
    expect(upstream.requests).toHaveLength(0);
  });

  it('puts vectors in their places by index', async () => {
    upstream.script(answer(item(2, 20), item(0, 0), item(1, 10)));
    const vectors = await make().embedDocuments(texts(3));
    expect(vectors.map(([first]) => first)).toEqual([0, 10, 20]);
  });

  it.each([
    ['too few', [item(0, 1)]],
    ['too many', [item(0, 1), item(1, 2), item(2, 3)]],
    ['one twice', [item(0, 1), item(0, 2)]],
  ])('refuses an answer with %s', async (_name, data) => {
    upstream.script(answer(...data));
    const thrown = await make()
      .embedDocuments(texts(2))
      .catch((e: unknown) => e);
    expect(OfoxModelError.isInstance(thrown)).toBe(true);
  });

  it('has as many requests under way as it may, and no more', async () => {
    const gate = createGate();
    upstream.script(faulty(embeddings(), pauseBeforeHeaders(gate.opened)), { times: 4 });
    const vectors = make({ batchSize: 1, maxConcurrency: 2 }).embedDocuments(texts(4));
    await upstream.request(2);
    expect(upstream.requests).toHaveLength(2);
    gate.open();
    expect(await vectors).toHaveLength(4);
    expect(upstream.requests).toHaveLength(4);
  });

  it.each(['float', 'base64'] as const)('gives the same vectors in %s', async (encodingFormat) => {
    upstream.script(embeddings({ vectors: [[0.25, -0.5]] }));
    expect(await make({ encodingFormat }).embedQuery('hi')).toEqual([0.25, -0.5]);
    expect(upstream.requests[0]?.json).toMatchObject({ encoding_format: encodingFormat });
  });

  it('asks for base64 only where it is known to be had', async () => {
    const known = new OfoxEmbeddings('openai/text-embedding-3-small', {
      apiKey: KEY,
      baseUrl: upstream.url,
    });
    await known.embedQuery('hi');
    await make().embedQuery('hi');
    const [first, second] = upstream.requests.map(({ json }) => json);
    expect(first).toMatchObject({ encoding_format: 'base64' });
    expect(second).not.toMatchObject({ encoding_format: 'base64' });
  });

  it('reads numbers where base64 was asked for and ignored', async () => {
    upstream.script(answer(item(0, 7)));
    expect(await make({ encodingFormat: 'base64' }).embedQuery('hi')).toEqual([7, 0.5]);
  });

  it('sends texts as they are, unless line ends are to go', async () => {
    await make().embedQuery('one\ntwo');
    await make({ stripNewLines: true }).embedQuery('one\ntwo');
    expect(inputs()).toEqual([['one\ntwo'], ['one two']]);
  });

  it('sends dimensions and user', async () => {
    await make({ dimensions: 2, user: 'u1' }).embedQuery('hi');
    expect(upstream.requests[0]?.json).toMatchObject({ dimensions: 2, user: 'u1' });
  });

  it('retries only the batch that failed', async () => {
    upstream.script(error({ status: 503 }), { call: 1 });
    const vectors = await make({ batchSize: 1, maxConcurrency: 1, maxRetries: 1 }).embedDocuments(
      texts(2),
    );
    expect(vectors).toHaveLength(2);
    expect(inputs()).toEqual([['text 0'], ['text 0'], ['text 1']]);
  });

  it('refuses options that make no sense', () => {
    expect(() => make({ batchSize: 0 })).toThrow(/batchSize/);
    expect(() => new OfoxEmbeddings({ model: '' })).toThrow(/model/);
  });
});

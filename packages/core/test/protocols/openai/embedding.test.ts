import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EmbeddingRequest } from '../../../src/embedding.ts';
import type { JsonValue } from '../../../src/json.ts';
import { embeddings } from '../../../src/protocols/openai/embedding.ts';
import { NO_USAGE } from '../../../src/usage.ts';

const request: EmbeddingRequest = { model: 'm', input: ['a', 'b'], list: true };

function item(index: number, embedding: JsonValue): JsonValue {
  return { object: 'embedding', index, embedding };
}

describe('embedding requests', () => {
  it.each([
    [{ input: 'a' }, { input: ['a'] }],
    [{ input: ['a'] }, { input: ['a'], list: true }],
    [{ input: [1, 2] }, { input: [[1, 2]] }],
    [{ input: [[1], [2]] }, { input: [[1], [2]], list: true }],
    [
      {
        input: 'a',
        encoding_format: 'base64',
        dimensions: 3,
        user: 'u',
        provider: { routing: 'cost' },
        x: 1,
      },
      {
        input: ['a'],
        encoding: 'base64',
        dimensions: 3,
        user: 'u',
        provider: { routing: 'cost' },
        extra: { openai: { x: 1 } },
      },
    ],
  ])('reads and writes %j', (body, expected) => {
    const read = embeddings.decodeRequest({ body: { model: 'm', ...body } });
    expect(read).toEqual({ model: 'm', ...expected });
    expect(embeddings.encodeRequest(read).body).toEqual({ model: 'm', ...body });
  });

  it.each([
    [{}, 'input'],
    [{ input: [] }, 'input'],
    [{ input: [''], dimensions: 0 }, 'dimensions'],
    [{ input: [1.5] }, 'input[0]'],
    [{ input: ['a', {}] }, 'input[1]'],
    [{ input: 'a', encoding_format: 'int8' }, 'encoding_format'],
  ])('refuses %j', (body, param) => {
    expect(() => embeddings.decodeRequest({ body: { model: 'm', ...body } })).toThrow(
      expect.objectContaining({ kind: 'invalid_request', param }),
    );
  });
});

describe('embedding replies', () => {
  it('puts vectors in the order of their index', () => {
    const body = {
      data: [item(1, [2]), item(0, [1])],
      model: 'n',
      usage: { prompt_tokens: 3, total_tokens: 3 },
    };
    expect(embeddings.decodeReply(body, request)).toEqual({
      model: 'n',
      vectors: [[1], [2]],
      usage: { ...NO_USAGE, input: 3 },
    });
  });

  it('reads little-endian float32 in base64', () => {
    const body = { data: [item(0, 'AACAPwAAAMA='), item(1, [3])] };
    expect(embeddings.decodeReply(body, request).vectors).toEqual([[1, -2], [3]]);
  });

  it('writes base64 that it reads back, to the precision of float32', () => {
    const vectors = fc.array(fc.array(fc.float({ noNaN: true }), { minLength: 1, maxLength: 8 }), {
      minLength: 1,
      maxLength: 4,
    });
    fc.assert(
      fc.property(
        vectors,
        fc.constantFrom<'float' | 'base64'>('float', 'base64'),
        (list, encoding) => {
          const asked: EmbeddingRequest = { model: 'm', input: list.map(String), encoding };
          const reply = {
            model: 'm',
            vectors: list,
            usage: { ...NO_USAGE, input: 2, cost: '0.5' },
          };
          expect(embeddings.decodeReply(embeddings.encodeReply(reply, asked), asked)).toEqual(
            reply,
          );
        },
      ),
    );
  });

  it.each([
    [[item(0, [1])], '1 vectors came for 2 inputs'],
    [[item(0, [1]), item(0, [2])], 'data[1]'],
    [[item(0, [1]), item(7, [2])], 'data[1]'],
    [[item(0, [1]), item(1, 'AAA=')], 'data[1]'],
    [[item(0, [1]), item(1, '???')], 'data[1]'],
    [[item(0, [1]), item(1, [null])], 'data[1]'],
    [[item(0, [1]), 5], 'data[1]'],
    [{}, 'no vectors'],
  ])('refuses %j', (data, message) => {
    expect(() => embeddings.decodeReply({ data }, request)).toThrow(
      expect.objectContaining({ kind: 'upstream', message: expect.stringContaining(message) }),
    );
  });
});

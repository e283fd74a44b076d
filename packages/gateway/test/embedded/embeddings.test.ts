import type { EmbeddingRequest } from '@ofoxai/core';
import { describe, expect, it } from 'vitest';
import { testProvider } from './ask.ts';

const signal = new AbortController().signal;
const embed = (request: Partial<EmbeddingRequest>) =>
  testProvider().provider.embed({ model: 'ofox/embed', input: [], ...request }, { signal });

function cosine(left: number[] = [], right: number[] = []): number {
  return left.reduce((sum, value, index) => sum + value * (right[index] ?? 0), 0);
}

describe('embeddings', () => {
  it('are near each other for texts that say the same', async () => {
    const input = [
      'The cat is sleeping on the warm sofa.',
      'A cat sleeps upon a sofa that is warm.',
      'Quarterly revenue rose by eleven percent.',
    ];
    for (const dimensions of [64, 256, 1536]) {
      const { vectors } = await embed({ input, dimensions });
      const near = cosine(vectors[0], vectors[1]);
      expect(near).toBeGreaterThan(0.5);
      expect(near).toBeGreaterThan(cosine(vectors[0], vectors[2]) + 0.3);
    }
  });

  it('have length one and as many numbers as the model or the caller says', async () => {
    const input = ['a text', '', '…', [1, 2, 3], []];
    for (const [model, dimensions, length] of [
      ['ofox/embed', undefined, 256],
      ['openai/text-embedding-3-large', undefined, 3072],
      ['text-embedding-3-small', 1, 1],
      ['bailian/text-embedding-v4', 4096, 4096],
    ] as const) {
      const { vectors } = await embed({ model, input, ...(dimensions ? { dimensions } : {}) });
      expect(vectors.map((vector) => vector.length)).toEqual(input.map(() => length));
      for (const vector of vectors) expect(cosine(vector, vector)).toBeCloseTo(1, 9);
    }
  });

  it('are the same for the same input, and count its tokens', async () => {
    const first = await embed({
      model: 'openai/text-embedding-3-small',
      input: ['one two', [7, 8]],
    });
    expect(
      await embed({ model: 'openai/text-embedding-3-small', input: ['one two', [7, 8]] }),
    ).toEqual(first);
    expect(first.model).toBe('openai/text-embedding-3-small');
    expect(first.usage).toMatchObject({ input: 4, output: 0, cost: '0.00000008' });
  });

  it.each([0, 4097, 1.5])('have no %d dimensions', async (dimensions) => {
    await expect(embed({ dimensions })).rejects.toMatchObject({ param: 'dimensions' });
  });

  it('are not made by other models, nor broken in a way that only chats know', async () => {
    await expect(embed({ model: 'openai/gpt-4o' })).rejects.toMatchObject({
      kind: 'invalid_request',
      param: 'model',
    });
    await expect(embed({ model: 'ofox/embed:cut-3' })).rejects.toThrow(/cut/);
    await expect(embed({ model: 'ofox/embed:error-503' })).rejects.toMatchObject({ status: 503 });
  });
});

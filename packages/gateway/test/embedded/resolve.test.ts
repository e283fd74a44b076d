import { OfoxError } from '@ofoxai/core';
import { describe, expect, it } from 'vitest';
import { Catalog } from '../../src/catalog/catalog.ts';
import { resolveTarget } from '../../src/embedded/resolve.ts';

const CHAT = '/v1/chat/completions';
const EMBEDDINGS = '/v1/embeddings';
const catalog = new Catalog([
  { id: 'a/chat', supportedEndpoints: [CHAT] },
  { id: 'a/embed', supportedEndpoints: [EMBEDDINGS] },
  { id: 'b/chat', supportedEndpoints: [CHAT] },
]);

describe('resolveTarget', () => {
  it.each([
    ['b/chat', 'embed', `b/chat does not make embeddings. a/embed does, at ${EMBEDDINGS}.`],
    ['a/embed', 'chat', `a/embed does not hold conversations. a/chat does, at ${CHAT}.`],
    ['a/chat', 'image', 'a/chat does not make images.'],
  ] as const)('%s cannot %s, and tells which model can', (name, ability, message) => {
    const resolve = () => resolveTarget(name, undefined, catalog, ability);
    expect(resolve).toThrow(OfoxError);
    expect(resolve).toThrow(message);
  });
});

import { describe, expect, it } from 'vitest';
import { Catalog } from '../../src/catalog/catalog.ts';
import { defaultCatalog } from '../../src/catalog/models.ts';

describe('Catalog', () => {
  const catalog = new Catalog([
    { id: 'a/one', aliases: ['one', 'b/two'] },
    { id: 'b/two', aliases: ['one'] },
  ]);

  it('finds a model by its id before any alias, and the first of two with one alias', () => {
    expect(catalog.get('b/two')?.id).toBe('b/two');
    expect(catalog.get('one')?.id).toBe('a/one');
    expect(catalog.get('toString')).toBeUndefined();
  });

  it('names the closest ids, each once', () => {
    expect(catalog.closest('ones')).toEqual(['a/one', 'b/two']);
    expect(defaultCatalog().closest('openai/gtp-4o')[0]).toBe('openai/gpt-4o');
    expect(defaultCatalog().closest('claude-sonet-4.5')[0]).toBe('anthropic/claude-sonnet-4.5');
  });

  it('compares only the beginning of an endless id', () => {
    expect(catalog.closest('x'.repeat(1_000_000), 1)).toHaveLength(1);
  });
});

import { describe, expect, it } from 'vitest';
import { parseDecimal } from '../../src/catalog/decimal.ts';
import { defaultCatalog, EMBEDDING_DIMENSIONS, MODELS } from '../../src/catalog/models.ts';

describe('the tables of models', () => {
  it('have every id once and no alias that is another model’s id', () => {
    const ids = MODELS.map((model) => model.id);
    expect(new Set(ids).size).toBe(ids.length);
    const names = MODELS.flatMap(({ id, aliases = [] }) => aliases.map((alias) => [alias, id]));
    for (const [alias, id] of names) expect(defaultCatalog().get(alias as string)?.id).toBe(id);
  });

  it.each(MODELS.map((model) => [model.id, model] as const))('%s is complete', (id, model) => {
    expect(id).toMatch(/^[a-z-]+\/[a-z0-9.-]+$/);
    expect(Number.isSafeInteger(model.contextLength)).toBe(true);
    expect(model.supportedEndpoints).not.toEqual([]);
    for (const price of Object.values(model.pricing ?? {})) {
      expect(parseDecimal(price as string)).toBeDefined();
    }
    if (model.supportedEndpoints?.includes('/v1/embeddings')) {
      expect(EMBEDDING_DIMENSIONS.get(id)).toBeGreaterThan(0);
    }
  });

  it('say what the API’s own answer said of claude-sonnet-4.5', () => {
    expect(defaultCatalog().get('anthropic/claude-sonnet-4.5')).toMatchObject({
      name: 'Claude Sonnet 4.5',
      contextLength: 1_000_000,
      maxOutputTokens: 64_000,
      pricing: {
        prompt: '0.000003',
        completion: '0.000015',
        inputCacheRead: '0.0000003',
        inputCacheWrite5m: '0.00000375',
        inputCacheWrite1h: '0.000006',
      },
    });
  });

  it.each([
    ['gpt-4o', 'openai/gpt-4o'],
    ['claude-sonnet-4-5', 'anthropic/claude-sonnet-4.5'],
    ['claude-sonnet-4-5-20250929', 'anthropic/claude-sonnet-4.5'],
    ['deepseek-v4-pro', 'deepseek/deepseek-v4-pro-0813'],
    ['google/gemini-3.1-flash-image-preview', 'google/gemini-3.1-flash-image'],
  ])('%s is another name of %s', (alias, id) => {
    expect(defaultCatalog().get(alias)?.id).toBe(id);
  });
});

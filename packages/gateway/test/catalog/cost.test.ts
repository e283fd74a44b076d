import { NO_USAGE } from '@ofoxai/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cost } from '../../src/catalog/cost.ts';
import { formatDecimal, parseDecimal } from '../../src/catalog/decimal.ts';
import { defaultCatalog } from '../../src/catalog/models.ts';

const sonnet = defaultCatalog().get('anthropic/claude-sonnet-4.5')?.pricing;

describe('cost', () => {
  it('adds up every kind of token exactly', () => {
    const usage = {
      input: 10,
      cacheRead: 1000,
      cacheWrite: 100,
      cacheWrite1h: 10,
      output: 7,
      reasoning: 3,
    };
    // 10×3 + 1000×0.3 + 100×3.75 + 10×6 + 10×15 = 915 millionths
    expect(cost(usage, sonnet)).toBe('0.000915');
  });

  it('has no floating point noise', () => {
    expect(cost({ ...NO_USAGE, input: 3 }, { prompt: '0.1', completion: '0' })).toBe('0.3');
    expect(cost({ ...NO_USAGE, input: 1 }, { prompt: '2.5e-6' })).toBe('0.0000025');
  });

  it('counts the cache at the price of fresh tokens where it has none of its own', () => {
    expect(cost({ ...NO_USAGE, cacheRead: 2, cacheWrite1h: 3 }, { prompt: '0.01' })).toBe('0.05');
  });

  it('is free for nothing, and unknown without a price', () => {
    expect(cost(NO_USAGE, {})).toBe('0');
    expect(cost(NO_USAGE, undefined)).toBeUndefined();
    expect(cost({ ...NO_USAGE, output: 1 }, { prompt: '1' })).toBeUndefined();
    expect(cost({ ...NO_USAGE, output: 1 }, { completion: 'a lot' })).toBeUndefined();
  });

  it('counts images', () => {
    expect(cost(NO_USAGE, { prompt: '0', completion: '0', image: '0.035' }, 4)).toBe('0.14');
  });
});

describe('decimals', () => {
  it('are written as they were read', () => {
    fc.assert(
      fc.property(fc.nat(), fc.stringMatching(/^[0-9]{0,11}[1-9]$/), (whole, fraction) => {
        const text = `${whole}.${fraction}`;
        const value = parseDecimal(text);
        return value !== undefined && formatDecimal(value) === text;
      }),
    );
  });
});

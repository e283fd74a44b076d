import type { Usage } from '@ofoxai/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cost } from '../../src/catalog/cost.ts';
import { MODELS } from '../../src/catalog/models.ts';
import { Tariff } from '../../src/catalog/tariff.ts';

const count = fc.oneof(fc.nat(5000), fc.nat(2 ** 40));
const usage: fc.Arbitrary<Usage> = fc.record({
  input: count,
  cacheRead: count,
  cacheWrite: count,
  cacheWrite1h: count,
  output: count,
  reasoning: count,
});

describe('Tariff', () => {
  it('reckons exactly what the slow way does, for every model of the catalogue', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...MODELS),
        usage,
        fc.nat(3),
        ({ pricing = {} }, used, images) => {
          expect(new Tariff(pricing).cost(used, images)).toBe(cost(used, pricing, images));
        },
      ),
    );
  });

  it('knows no price where the catalogue has none', () => {
    expect(new Tariff({}).perToken).toBeUndefined();
    expect(new Tariff({ prompt: '0.1', completion: '2e-6' }).perToken).toEqual({
      input: 0.1,
      output: 0.000002,
    });
  });
});

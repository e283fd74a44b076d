import { describe, expect, it } from 'vitest';
import { formatCost, formatJson, formatMs, formatPrice } from '../../src/text/format.ts';

describe('figures', () => {
  it.each([
    [undefined, '—'],
    ['0', 'free'],
    ['0.00034261', '$0.000343'],
    ['0.00000138', '$0.00000138'],
    ['0.0500', '$0.0500'],
    ['12.345', '$12.35'],
  ])('a cost of %s is %s', (usd, shown) => expect(formatCost(usd)).toBe(shown));

  it('times and prices', () => {
    expect([formatMs(undefined), formatMs(42.4), formatMs(1250)]).toEqual(['—', '42 ms', '1.3 s']);
    expect([formatPrice('0.0000025'), formatPrice('0')]).toEqual(['$2.50', 'free']);
  });

  it('base64 is not shown whole, and texts are', () => {
    const shown = formatJson({ data: 'A'.repeat(5000), text: 'word '.repeat(1000) });
    expect(shown).toContain('… (5,000 characters)');
    expect(shown).toContain('word '.repeat(1000));
  });
});

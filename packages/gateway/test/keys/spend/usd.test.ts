import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatUsd, isUsd, parseUsd, readUsd } from '../../../src/keys/spend/usd.ts';

describe('parseUsd', () => {
  it('reads decimals exactly and rounds parts of a unit up', () => {
    expect(parseUsd('1')).toBe(10n ** 12n);
    expect(parseUsd('0.0000025')).toBe(2_500_000n);
    expect(parseUsd('2.5e-6')).toBe(2_500_000n);
    expect(parseUsd('0.0000000000001')).toBe(1n);
    expect(parseUsd('0')).toBe(0n);
    for (const wrong of ['', '-1', '$1', 'NaN', '1,5']) {
      expect(readUsd(wrong)).toBeUndefined();
      expect(() => parseUsd(wrong)).toThrow(TypeError);
    }
  });

  it('reads what formatUsd writes', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 62n }), (amount) => {
        expect(parseUsd(formatUsd(amount))).toBe(amount);
      }),
    );
  });
});

describe('formatUsd', () => {
  it('writes two decimals at least', () => {
    expect(formatUsd(0n)).toBe('0.00');
    expect(formatUsd(5n * 10n ** 12n)).toBe('5.00');
    expect(formatUsd(1_500_000n)).toBe('0.0000015');
  });
});

describe('isUsd', () => {
  it('takes what can be a limit', () => {
    expect(['5', '0.01', '1000000'].every(isUsd)).toBe(true);
    expect(['0', '0.00', '-1', '1000000.01', 'five'].some(isUsd)).toBe(false);
  });
});

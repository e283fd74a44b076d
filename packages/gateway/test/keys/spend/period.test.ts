import { describe, expect, it } from 'vitest';
import { endOf, periodOf } from '../../../src/keys/spend/period.ts';

describe('periodOf', () => {
  it('numbers days and months by UTC, later ones greater', () => {
    const before = periodOf(Date.parse('2026-12-31T23:59:59.999Z'));
    const after = periodOf(Date.parse('2027-01-01T00:00:00Z'));
    expect(after).toEqual({ day: before.day + 1, month: before.month + 1 });
  });
});

describe('endOf', () => {
  it('is the next midnight, of the day or of the month', () => {
    const period = periodOf(Date.parse('2028-02-28T10:00:00Z'));
    expect(endOf('day', period)).toBe('2028-02-29T00:00:00Z');
    expect(endOf('month', period)).toBe('2028-03-01T00:00:00Z');
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MemorySpendLedger } from '../../../src/keys/spend/memory-spend-ledger.ts';
import { parseUsd } from '../../../src/keys/spend/usd.ts';

const DAY_MS = 86_400_000;

function ledgerAt(start: string) {
  const time = { now: Date.parse(start) };
  return { time, ledger: new MemorySpendLedger(() => time.now) };
}

describe('MemorySpendLedger', () => {
  it('names the limit, what is spent and when it resets', () => {
    const { ledger } = ledgerAt('2026-12-31T12:00:00Z');
    const limits = { day: parseUsd('5'), month: parseUsd('100') };
    ledger.reserve('k', limits, '4').settle('3.98');
    ledger.reserve('k', limits, '1');
    expect(() => ledger.reserve('k', limits, '0.05')).toThrow(
      expect.objectContaining({
        kind: 'quota',
        status: 402,
        code: 'spend_limit_reached',
        message:
          'The spend limit of this API key, 5.00 USD a day, is reached: 3.98 USD are spent, ' +
          '1.00 USD are held for calls under way, and this call may cost 0.05 USD. ' +
          'The day ends at 2027-01-01T00:00:00Z.',
      }),
    );
    expect(() => ledger.reserve('k', { month: limits.day }, '3')).toThrow(
      'The month ends at 2027-01-01T00:00:00Z.',
    );
  });

  it('begins anew each day and each month, by UTC', () => {
    const { time, ledger } = ledgerAt('2026-01-30T23:59:59Z');
    const limits = { day: parseUsd('1'), month: parseUsd('2') };
    ledger.reserve('k', limits, '1').settle();
    expect(() => ledger.reserve('k', limits, '0')).toThrow('a day');
    time.now += 1000;
    ledger.reserve('k', limits, '1').settle();
    time.now += DAY_MS;
    expect(ledger.spending('k')).toMatchObject({ day: 0n, month: 0n });
    ledger.reserve('k', limits, '1').settle();
  });

  it('counts a call in the day in which it ends', () => {
    const { time, ledger } = ledgerAt('2026-01-30T23:59:59Z');
    const call = ledger.reserve('k', { day: parseUsd('1') }, '1');
    time.now += 1000;
    expect(() => ledger.reserve('k', { day: parseUsd('1') }, '0.1')).toThrow('are held');
    call.settle('0.5');
    expect(ledger.spending('k').day).toBe(parseUsd('0.5'));
  });

  it('forgets nothing and holds nobody up when the clock is set back or far ahead', () => {
    const { time, ledger } = ledgerAt('2026-06-15T12:00:00Z');
    const limits = { day: parseUsd('1') };
    ledger.reserve('k', limits, '1').settle();
    time.now -= 40 * DAY_MS;
    expect(() => ledger.reserve('k', limits, '0.1')).toThrow('is reached');
    time.now += DAY_MS;
    ledger.reserve('k', limits, '1').settle();
    time.now += 4000 * DAY_MS;
    ledger.reserve('k', limits, '1').settle();
    time.now -= 4000 * DAY_MS;
    expect(() => ledger.reserve('k', limits, '0.1')).toThrow('is reached');
    time.now += DAY_MS;
    ledger.reserve('k', limits, '1').settle();
  });

  it('takes the whole reservation when nobody knows the cost, and settles once', () => {
    const { ledger } = ledgerAt('2026-06-15T12:00:00Z');
    const unknown = ledger.reserve('k', {}, '1');
    unknown.settle();
    unknown.settle('7');
    ledger.reserve('k', {}, '2').settle('nonsense');
    expect(ledger.spending('k')).toMatchObject({ day: parseUsd('3'), reserved: 0n });
  });

  it('never goes over a limit, whatever calls there are at once, when none costs more than estimated', () => {
    const cents = fc.integer({ min: 0, max: 200 });
    const steps = fc.array(
      fc.tuple(cents, fc.double({ min: 0, max: 1, noNaN: true }), fc.boolean()),
    );
    fc.assert(
      fc.property(cents, steps, (limit, calls) => {
        const { ledger } = ledgerAt('2026-06-15T12:00:00Z');
        const limits = { day: BigInt(limit) };
        const open: { settle: (usd: string) => void; cost: number }[] = [];
        for (const [estimate, share, ends] of calls) {
          try {
            const { settle } = ledger.reserve('k', limits, `${estimate}e-12`);
            open.push({ settle, cost: Math.floor(estimate * share) });
          } catch {
            // Refused: it costs nothing.
          }
          if (ends) {
            const call = open.shift();
            call?.settle(`${call.cost}e-12`);
          }
          const { day, reserved } = ledger.spending('k');
          expect(day + reserved <= limits.day).toBe(true);
        }
      }),
    );
  });
});

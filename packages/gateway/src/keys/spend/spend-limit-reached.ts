import { OfoxError } from '@ofoxai/core';
import { endOf, type Period } from './period.ts';
import type { Spending, SpendLimits } from './spend-ledger.ts';
import { formatUsd, type Picodollars } from './usd.ts';

/** Which limit a call would pass, if any; the day's comes first, as it ends sooner. */
export function passedLimit(
  limits: SpendLimits,
  spending: Spending,
  amount: Picodollars,
): 'day' | 'month' | undefined {
  for (const unit of ['day', 'month'] as const) {
    const limit = limits[unit];
    if (limit === undefined) continue;
    const taken = spending[unit] + spending.reserved;
    if (taken >= limit || taken + amount > limit) return unit;
  }
  return undefined;
}

/** The error for a call that would cost more than is left. */
export function spendLimitReached(
  unit: 'day' | 'month',
  limits: SpendLimits,
  spending: Spending,
  amount: Picodollars,
  period: Period,
): OfoxError {
  const { reserved } = spending;
  const limit = formatUsd(limits[unit] ?? 0n);
  const underWay = reserved > 0n ? `, ${formatUsd(reserved)} USD are held for calls under way` : '';
  return new OfoxError(
    'quota',
    `The spend limit of this API key, ${limit} USD a ${unit}, is reached: ` +
      `${formatUsd(spending[unit])} USD are spent${underWay}, and this call may cost ` +
      `${formatUsd(amount)} USD. The ${unit} ends at ${endOf(unit, period)}.`,
    { status: 402, code: 'spend_limit_reached' },
  );
}

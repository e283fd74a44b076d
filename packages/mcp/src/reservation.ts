import { OfoxError } from '@ofoxai/core';
import { usd } from './price.ts';

/** Money set aside for one call. */
export interface Reservation {
  /** Counts what was really spent; the rest is free again. Only the first word counts. */
  settle(spent: number): void;
}

/** The error for a call that a limit does not leave room for. */
export function refusal(
  limit: 'max-cost-per-call' | 'max-spend' | 'max-spend-per-day',
  usdLimit: number,
  amount: number,
  spent: number,
  reserved: number,
): OfoxError {
  const used = spent > 0 ? `, of which ${usd(spent)} is spent` : '';
  const held = reserved > 0 ? ` and ${usd(reserved)} set aside for calls under way` : '';
  const message = `The limit ${limit} is ${usd(usdLimit)}${used}${held}; this call might cost ${usd(amount)}. Lower max_tokens, shorten the prompt or take a cheaper model (find_models sorts by price); only the owner can raise the limit.`;
  return new OfoxError('quota', message, { code: limit });
}

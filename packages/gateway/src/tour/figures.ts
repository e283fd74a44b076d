import { inputTokens, outputTokens, type Usage } from '@ofoxai/core';
import type { Outcome } from './line.ts';

/** Tokens and cost as the tour's lines tell them. */
export function figures(usage: Usage): Pick<Outcome, 'size' | 'cost'> {
  const size = `${inputTokens(usage)} + ${outputTokens(usage)}`;
  return usage.cost === undefined ? { size } : { size, cost: usage.cost };
}

import type { Exchange } from '../../http/exchange.ts';

/**
 * Settles what a call did cost, when it is over. A call that failed before its answer began costs
 * nothing, unless the provider may charge for it; what nobody can tell is taken for the most that
 * the call could cost.
 */
export function settleSpend({ reservation, record }: Exchange): void {
  if (!reservation) return;
  const { cost, error, status = 0, mayHaveBeenBilled } = record;
  if (cost !== undefined) reservation.settle(cost);
  else if (error !== undefined && status >= 400 && !mayHaveBeenBilled) reservation.settle('0');
  else reservation.settle();
}

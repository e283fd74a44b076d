import { type Picodollars, readUsd } from './usd.ts';

/** The most that one key may spend; a period without a limit is absent. */
export interface SpendLimits {
  /** From midnight to midnight, UTC. */
  readonly day?: Picodollars;
  /** A calendar month, UTC. */
  readonly month?: Picodollars;
}

/** What a key has spent, and what its calls under way have reserved on top. */
export interface Spending {
  readonly day: Picodollars;
  readonly month: Picodollars;
  readonly reserved: Picodollars;
}

/** The money that one call may cost, set aside until it is known what it did cost. */
export interface Reservation {
  /**
   * Ends the reservation; only the first call counts. It never throws, and a shared store that does
   * not answer is told later.
   *
   * @param usd what the call cost, as a decimal number. Without it, or when it is no number, the
   * whole reservation is taken for spent, as when an answer broke off and nobody knows what will be
   * charged.
   */
  settle(usd?: string): void;
}

/** Makes a reservation from what is to be done once with the cost. */
export function reservation(amount: Picodollars, settle: (cost: Picodollars) => void): Reservation {
  let isOpen = true;
  return {
    settle(usd) {
      if (!isOpen) return;
      isOpen = false;
      settle((usd === undefined ? undefined : readUsd(usd)) ?? amount);
    },
  };
}

/**
 * Keeps each key below what it may spend. A call reserves the most that it can cost before it is
 * made, and settles what it did cost after; it counts in the day and month in which it ends. So
 * calls at the same time cannot pass a limit together. All that can go over it is what calls cost
 * beyond their own estimates.
 */
export interface SpendLedger {
  /**
   * @param key the id of the key.
   * @param usd the most that the call can cost, as a decimal number: the catalogue's `cost` of the
   * prompt's tokens and of all tokens that the answer may have.
   * @throws OfoxError 402 of kind `quota` that names the limit, what is spent and when it resets;
   * 503 when the shared store does not answer and no call may pass without it.
   */
  reserve(key: string, limits: SpendLimits, usd: string): Reservation | Promise<Reservation>;
}

import type { Certainty } from './redis-spend-scripts.ts';
import type { Picodollars } from './usd.ts';

/** A cost that Redis has yet to be told, or may not have heard. */
export interface Settlement {
  readonly id: string;
  readonly key: string;
  /** What Redis may hold for the call. */
  readonly reserved: Picodollars;
  cost: Picodollars;
  certainty: Certainty;
}

/**
 * What is to be told to Redis when it answers again. What was spent without it is added up by key,
 * so that the list is no longer than there are keys and were calls under way when it went.
 */
export class PendingSettlements {
  #waiting: Settlement[] = [];
  #sums = new Map<string, Settlement>();

  add(settlement: Settlement): void {
    this.#waiting.push(settlement);
  }

  /**
   * @param id for a settlement of its own, if the key has none yet.
   * @returns whether it had none.
   */
  addSum(key: string, cost: Picodollars, id: string): boolean {
    const sum = this.#sums.get(key);
    if (sum) {
      sum.cost += cost;
      return false;
    }
    const settlement: Settlement = { id, key, reserved: 0n, cost, certainty: 'unsure' };
    this.#sums.set(key, settlement);
    this.#waiting.push(settlement);
    return true;
  }

  /** Hands out all, to be told or added again. Sums that were handed out grow no more. */
  takeAll(): Settlement[] {
    const all = this.#waiting;
    this.#waiting = [];
    this.#sums = new Map();
    return all;
  }
}

import { OfoxError } from '@ofoxai/core';
import type { MemorySpendLedger } from '../keys/spend/memory-spend-ledger.ts';
import type { Reservation } from '../keys/spend/spend-ledger.ts';
import type { MemoryLimitStore } from '../limits/memory-limit-store.ts';
import type { Answer, Ask } from './messages.ts';

/**
 * Keeps in the primary's memory what all workers must count together: requests in any minute,
 * requests under way, and what keys spend.
 */
export class Authority {
  readonly #limits: Pick<MemoryLimitStore, 'take' | 'peek'>;
  readonly #ledger: Pick<MemorySpendLedger, 'reserve'>;
  readonly #slots = new Map<string, number>();

  constructor(
    limits: Pick<MemoryLimitStore, 'take' | 'peek'>,
    ledger: Pick<MemorySpendLedger, 'reserve'>,
  ) {
    this.#limits = limits;
    this.#ledger = ledger;
  }

  /** Opens the account of a worker that begins. */
  open(): WorkerAccount {
    return new WorkerAccount(this.#limits, this.#ledger, this.#slots);
  }
}

/** What one worker has taken and must give back. */
class WorkerAccount {
  readonly #limits: Pick<MemoryLimitStore, 'take' | 'peek'>;
  readonly #ledger: Pick<MemorySpendLedger, 'reserve'>;
  /** Of all workers. */
  readonly #slots: Map<string, number>;
  readonly #ownSlots = new Map<string, number>();
  readonly #reservations = new Map<number, Reservation>();
  #lastReservation = 0;

  constructor(
    limits: Pick<MemoryLimitStore, 'take' | 'peek'>,
    ledger: Pick<MemorySpendLedger, 'reserve'>,
    slots: Map<string, number>,
  ) {
    this.#limits = limits;
    this.#ledger = ledger;
    this.#slots = slots;
  }

  /** @returns the answers to those that have one, in their order. */
  answer(asks: readonly Ask[]): Answer[] {
    const answers: Answer[] = [];
    for (const ask of asks) {
      const answer = this.#answerOne(ask);
      if (answer) answers.push(answer);
    }
    return answers;
  }

  /**
   * The worker is no more: what its requests held is free again, and what they may have cost, which
   * nobody knows, is spent.
   */
  close(): void {
    for (const [key, count] of this.#ownSlots) add(this.#slots, key, -count);
    this.#ownSlots.clear();
    for (const reservation of this.#reservations.values()) reservation.settle();
    this.#reservations.clear();
  }

  #answerOne(ask: Ask): Answer | undefined {
    switch (ask[0]) {
      case 'limit': {
        const [, key, limit, isTaken] = ask;
        const { allowed, remaining, resetMs } = this.#limits[isTaken ? 'take' : 'peek'](key, limit);
        return ['limit', allowed, remaining, resetMs];
      }
      case 'slot':
        return ['slot', this.#takeSlot(ask[1], ask[2])];
      case 'free':
        add(this.#slots, ask[1], -1);
        add(this.#ownSlots, ask[1], -1);
        return undefined;
      case 'reserve':
        return this.#reserve(ask);
      case 'settle': {
        const [, number, usd] = ask;
        this.#reservations.get(number)?.settle(usd ?? undefined);
        this.#reservations.delete(number);
        return undefined;
      }
    }
  }

  #takeSlot(key: string, most: number): boolean {
    if ((this.#slots.get(key) ?? 0) >= most) return false;
    add(this.#slots, key, 1);
    add(this.#ownSlots, key, 1);
    return true;
  }

  #reserve([, key, day, month, usd]: Extract<Ask, readonly ['reserve', ...unknown[]]>): Answer {
    const limits = {
      ...(day === null ? {} : { day: BigInt(day) }),
      ...(month === null ? {} : { month: BigInt(month) }),
    };
    try {
      const reservation = this.#ledger.reserve(key, limits, usd);
      this.#lastReservation += 1;
      this.#reservations.set(this.#lastReservation, reservation);
      return ['reservation', this.#lastReservation];
    } catch (error) {
      if (!OfoxError.is(error)) throw error;
      return ['error', error.kind, error.message, error.status ?? null, error.code ?? null];
    }
  }
}

export type { WorkerAccount };

function add(counts: Map<string, number>, key: string, more: number): void {
  const count = (counts.get(key) ?? 0) + more;
  if (count > 0) counts.set(key, count);
  else counts.delete(key);
}

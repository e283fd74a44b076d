import { randomUUID } from 'node:crypto';
import { OfoxError } from '@ofoxai/core';
import type { OnStoreError } from '../../limits/redis/redis-limit-store.ts';
import type { RedisLink } from '../../limits/redis/redis-link.ts';
import { MemorySpendLedger } from './memory-spend-ledger.ts';
import { PendingSettlements, type Settlement } from './pending-settlements.ts';
import {
  readSpendReply,
  reserveScript,
  type SpendReply,
  settleScript,
} from './redis-spend-scripts.ts';
import {
  type Reservation,
  reservation,
  type SpendLedger,
  type SpendLimits,
} from './spend-ledger.ts';
import { spendLimitReached } from './spend-limit-reached.ts';
import { type Picodollars, parseUsd } from './usd.ts';

const RESERVE = reserveScript();
const SETTLE = settleScript();
const RETRY_MS = 1000;

/**
 * Counts what keys spend in Redis or Valkey, for all replicas together, by the server's clock.
 *
 * While Redis does not answer, `local` lets each replica go on from what it last heard, so that
 * together they may pass a limit by what was left of it, once for each replica but one; `open` lets
 * all calls pass; `closed` answers 503. What is spent meanwhile is told to Redis when it is back,
 * each call once.
 */
export class RedisSpendLedger implements SpendLedger {
  readonly #link: RedisLink;
  readonly #onStoreError: OnStoreError;
  readonly #local: MemorySpendLedger;
  readonly #pending = new PendingSettlements();
  #unconfirmed = 0;
  readonly #underWay = new Set<Promise<void>>();
  readonly #stopListening: () => void;
  #retryTimer: NodeJS.Timeout | undefined;
  #flushing: Promise<void> | undefined;

  /** @param now milliseconds since 1970, for what is counted without Redis. */
  constructor(link: RedisLink, now: () => number, onStoreError: OnStoreError = 'local') {
    this.#link = link;
    this.#onStoreError = onStoreError;
    this.#local = new MemorySpendLedger(now);
    this.#stopListening = link.onState((up) => {
      if (up) void this.flush();
    });
  }

  async reserve(key: string, limits: SpendLimits, usd: string): Promise<Reservation> {
    const amount = parseUsd(usd);
    const id = randomUUID();
    let wasAsked = false;
    if (this.#link.up) {
      const args = [String(limits.day ?? ''), String(limits.month ?? ''), String(amount), id];
      try {
        wasAsked = true;
        const { passed, spending, period } = await this.#run(RESERVE, key, id, args);
        if (passed) throw spendLimitReached(passed, limits, spending, amount, period);
        return reservation(amount, (cost) => {
          this.#settle({ id, key, reserved: amount, cost, certainty: 'reserved' });
        });
      } catch (error) {
        if (OfoxError.is(error)) throw error;
      }
    }
    const local = this.#reserveLocally(key, limits, usd, wasAsked ? { id, amount } : undefined);
    return reservation(amount, (cost) => {
      local?.settle('0');
      if (wasAsked) this.#settle({ id, key, reserved: amount, cost, certainty: 'unsure' });
      else this.#settleLater(key, cost);
    });
  }

  /** Tells Redis what it missed. It ends by itself, whether Redis answers or not. */
  flush(): Promise<void> {
    this.#flushing ??= this.#flushAll().finally(() => {
      this.#flushing = undefined;
    });
    return this.#flushing;
  }

  /** Costs that Redis has not confirmed yet. */
  get pending(): number {
    return this.#unconfirmed;
  }

  /** Tells Redis what it missed, if it answers, and stops. The link is closed by who opened it. */
  async close(): Promise<void> {
    this.#stopListening();
    await Promise.all(this.#underWay);
    await this.flush();
    clearTimeout(this.#retryTimer);
  }

  #reserveLocally(
    key: string,
    limits: SpendLimits,
    usd: string,
    asked: { id: string; amount: Picodollars } | undefined,
  ): Reservation | undefined {
    if (this.#onStoreError === 'open') return undefined;
    try {
      if (this.#onStoreError === 'closed') throw ledgerUnavailable();
      return this.#local.reserve(key, limits, usd);
    } catch (error) {
      // Redis may have reserved all the same.
      if (asked)
        this.#settle({
          id: asked.id,
          key,
          reserved: asked.amount,
          cost: 0n,
          certainty: 'unsure',
        });
      throw error;
    }
  }

  #settle(settlement: Settlement): void {
    this.#unconfirmed += 1;
    const told = this.#tell(settlement).then((isKnown) => {
      this.#underWay.delete(told);
      const { key, cost, reserved, certainty } = settlement;
      if (!isKnown) this.#local.add(key, certainty === 'unsure' ? cost : cost - reserved);
    });
    this.#underWay.add(told);
  }

  #settleLater(key: string, cost: Picodollars): void {
    this.#local.add(key, cost);
    if (this.#pending.addSum(key, cost, randomUUID())) this.#unconfirmed += 1;
    if (this.#link.up) this.#flushSoon();
  }

  /** Tells Redis one cost, or keeps it for later; returns whether Redis knows it now. */
  async #tell(settlement: Settlement): Promise<boolean> {
    const { id, key, reserved, cost, certainty } = settlement;
    if (!this.#link.up) {
      this.#pending.add(settlement);
      return false;
    }
    const args = [String(reserved), String(cost), String(cost - reserved), id, certainty];
    try {
      await this.#run(SETTLE, key, id, args);
      this.#unconfirmed -= 1;
      return true;
    } catch {
      if (certainty === 'reserved') settlement.certainty = 'retried';
      this.#pending.add(settlement);
      this.#flushSoon();
      return false;
    }
  }

  async #flushAll(): Promise<void> {
    for (const settlement of this.#pending.takeAll()) await this.#tell(settlement);
  }

  #flushSoon(): void {
    clearTimeout(this.#retryTimer);
    this.#retryTimer = setTimeout(() => void this.flush(), RETRY_MS);
    this.#retryTimer.unref();
  }

  async #run(
    script: typeof RESERVE,
    key: string,
    id: string,
    args: readonly string[],
  ): Promise<SpendReply> {
    const account = `${this.#link.prefix}:spend:{${key}}`;
    const keys = [account, `${account}:open`, `${account}:call:${id}`];
    const reply = readSpendReply(await this.#link.run(script, keys, args));
    // Calls that are under way may come to cost what they have reserved.
    const { day, month, reserved } = reply.spending;
    this.#local.set(key, { day: day + reserved, month: month + reserved });
    return reply;
  }
}

function ledgerUnavailable(): OfoxError {
  return new OfoxError('unavailable', 'The spend limit cannot be checked now. Please try again.', {
    status: 503,
    code: 'spend_store_unavailable',
    retryAfterMs: RETRY_MS,
  });
}

import { OfoxError } from '@ofoxai/core';
import type { Clock } from '../../clock.ts';
import type { LimitState, LimitStore } from '../limit-store.ts';
import { MemoryLimitStore } from '../memory-limit-store.ts';
import type { RedisLink } from './redis-link.ts';
import { Refusals } from './refusals.ts';
import { readLimitState, slidingLog } from './sliding-log.ts';

/** What happens to requests while the shared store does not answer. */
export type OnStoreError =
  /** Each replica keeps the whole limit by itself. */
  | 'local'
  /** All requests pass. */
  | 'open'
  /** All requests are answered with 503. */
  | 'closed';

const SCRIPT = slidingLog();
const RETRY_AFTER_MS = 1000;

/**
 * Counts in Redis or Valkey, so that all replicas share one limit: never more than the limit in
 * any sixty seconds of the server's clock, and nobody refused who keeps to it.
 *
 * What this process let through itself is counted in memory as well. So an outage, or a server
 * that comes back empty, never lets one replica pass more than the limit, and a caller who is over
 * it costs Redis nothing: a refusal is repeated from memory until it ends.
 *
 * A request whose answer came too late counts in Redis and is decided here, by `onStoreError`.
 */
export class RedisLimitStore implements LimitStore {
  readonly #link: RedisLink;
  readonly #clock: Pick<Clock, 'now'>;
  readonly #onStoreError: OnStoreError;
  readonly #local: MemoryLimitStore;
  readonly #refusals: Refusals;

  constructor(link: RedisLink, clock: Pick<Clock, 'now'>, onStoreError: OnStoreError = 'local') {
    this.#link = link;
    this.#clock = clock;
    this.#onStoreError = onStoreError;
    this.#local = new MemoryLimitStore(clock);
    this.#refusals = new Refusals(clock);
  }

  /** @throws OfoxError 503 when Redis does not answer and `onStoreError` is `closed`. */
  take(key: string, limit: number): LimitState | Promise<LimitState> {
    return this.#ask(key, limit, true);
  }

  /** @throws OfoxError 503 when Redis does not answer and `onStoreError` is `closed`. */
  peek(key: string, limit: number): LimitState | Promise<LimitState> {
    return this.#ask(key, limit, false);
  }

  #ask(key: string, limit: number, take: boolean): LimitState | Promise<LimitState> {
    if (!this.#link.up) return this.#decide(key, limit, take);
    const own = this.#local.peek(key, limit);
    if (!own.allowed) return own;
    return this.#refusals.find(key, limit) ?? this.#askRedis(key, limit, take);
  }

  async #askRedis(key: string, limit: number, take: boolean): Promise<LimitState> {
    const askedAt = this.#clock.now();
    let state: LimitState;
    try {
      const keys = [`${this.#link.prefix}:rpm:{${key}}`];
      state = readLimitState(await this.#link.run(SCRIPT, keys, [limit, take ? 1 : 0]), limit);
    } catch {
      return this.#decide(key, limit, take);
    }
    if (!state.allowed) this.#refusals.add(key, state, askedAt);
    else if (take) return this.#recordOwn(key, state, askedAt);
    return state;
  }

  /** Others of this process may have passed meanwhile, which Redis knows unless it came back empty. */
  #recordOwn(key: string, state: LimitState, askedAt: number): LimitState {
    const own = this.#local.peek(key, state.limit);
    if (!own.allowed) return own;
    this.#local.record(key, askedAt);
    return state;
  }

  /** Without Redis. */
  #decide(key: string, limit: number, take: boolean): LimitState {
    if (this.#onStoreError === 'closed') throw storeUnavailable();
    const state = take ? this.#local.take(key, limit) : this.#local.peek(key, limit);
    return this.#onStoreError === 'open' ? { ...state, allowed: true } : state;
  }
}

function storeUnavailable(): OfoxError {
  return new OfoxError(
    'unavailable',
    'The request limit cannot be checked now. Please try again.',
    {
      status: 503,
      code: 'limit_store_unavailable',
      retryAfterMs: RETRY_AFTER_MS,
    },
  );
}

import { OfoxError } from '@ofoxai/core';
import { findCredentials, KEY_HEADER } from './http/credentials.ts';
import type { Exchange } from './http/exchange.ts';
import type { KeyRecord } from './keys/key-record.ts';
import { type KeyStore, keyRefused } from './keys/key-store.ts';
import { limitExceeded, tooManyAtATime } from './limits/headers.ts';
import type { LimitState, LimitStore } from './limits/limit-store.ts';
import type { SlotStore } from './limits/slot-store.ts';

export interface AdmissionOptions {
  readonly keys: KeyStore;
  readonly limits: LimitStore;
  /** Where requests under way are counted, where several processes do so together. */
  readonly slots: SlotStore | undefined;
  /** Requests of one key that may be under way at a time. */
  readonly maxConcurrent: number;
}

/** Who may come in: the caller's key, and whether it has requests left. */
export class Admission {
  readonly #options: AdmissionOptions;

  constructor(options: AdmissionOptions) {
    this.#options = options;
  }

  /**
   * Finds the caller's key, and counts the request for it.
   *
   * @param isCounted whether it is one of those that are; of others only the state is told.
   * @returns the first key that the caller showed, be it known or not.
   * @throws OfoxError 429 when too many of the key are under way, or why the exchange was given up
   *   meanwhile.
   */
  identify(
    exchange: Exchange,
    isCounted: boolean,
  ): string | undefined | Promise<string | undefined> {
    const { keys, slots, maxConcurrent } = this.#options;
    const { request, query, protocol } = exchange;
    const credentials = findCredentials(request.headers, query, protocol.name);
    const [shown] = credentials;
    const key = this.#findKey(credentials);
    if (!key) return shown;
    exchange.key = key;
    exchange.record.key = key.name;
    if (!isCounted) return this.#count(exchange, key, shown, 'peek');
    const isOneTooMany = keys.heldBy(key) >= maxConcurrent;
    exchange.letGo = keys.hold(key, (reason) => exchange.abort(reason));
    if (isOneTooMany) return this.#count(exchange, key, shown, 'refuse');
    if (!slots) return this.#count(exchange, key, shown, 'take');
    return takeSlot(exchange, key, slots, maxConcurrent).then((isFree) =>
      this.#count(exchange, key, shown, isFree ? 'take' : 'refuse'),
    );
  }

  /** Asks for the state of the key's limit; at once, where it is kept in this process. */
  #count(
    exchange: Exchange,
    { id, rpm }: KeyRecord,
    shown: string | undefined,
    verdict: 'take' | 'peek' | 'refuse',
  ): string | undefined | Promise<string | undefined> {
    const { limits, maxConcurrent } = this.#options;
    const identified = (limit: LimitState) => {
      exchange.limit = limit;
      const { reason } = exchange.cancellation;
      if (reason) throw reason;
      if (verdict === 'refuse') throw tooManyAtATime(maxConcurrent);
      return shown;
    };
    const limit = verdict === 'take' ? limits.take(id, rpm) : limits.peek(id, rpm);
    return limit instanceof Promise ? limit.then(identified) : identified(limit);
  }

  /**
   * Lets a request in that has been identified.
   *
   * @param shown what {@link identify} returned.
   * @throws OfoxError 401 without a key that is let in, 429 over its limit.
   */
  admit({ key, limit, protocol }: Exchange, shown: string | undefined): void {
    if (!key) {
      if (shown !== undefined) throw keyRefused(this.#options.keys.whyNot(shown));
      const message = `An API Key is needed, in the header ${KEY_HEADER[protocol.name]}.`;
      throw new OfoxError('authentication', message, { status: 401, code: 'missing_api_key' });
    }
    if (limit && !limit.allowed) throw limitExceeded(limit);
  }

  #findKey(credentials: readonly string[]): KeyRecord | undefined {
    for (const credential of credentials) {
      const key = this.#options.keys.find(credential);
      if (key) return key;
    }
    return undefined;
  }
}

/** The slot is given back together with the hold on the key. */
async function takeSlot(
  exchange: Exchange,
  key: KeyRecord,
  slots: SlotStore,
  most: number,
): Promise<boolean> {
  if (!(await slots.take(key.id, most))) return false;
  const { letGo } = exchange;
  exchange.letGo = () => {
    letGo?.();
    slots.free(key.id);
  };
  // The exchange may be over already, and nobody would let go any more.
  if (exchange.response.destroyed) slots.free(key.id);
  return true;
}

import { OfoxError } from '@ofoxai/core';
import { findCredentials, KEY_HEADER } from './http/credentials.ts';
import type { Exchange } from './http/exchange.ts';
import type { KeyRecord } from './keys/key-record.ts';
import { type KeyStore, keyRefused } from './keys/key-store.ts';
import { limitExceeded, tooManyAtATime } from './limits/headers.ts';
import type { LimitStore } from './limits/limit-store.ts';
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
  async identify(exchange: Exchange, isCounted: boolean): Promise<string | undefined> {
    const { keys, limits, slots, maxConcurrent } = this.#options;
    const { request, query, protocol } = exchange;
    const credentials = findCredentials(request.headers, query, protocol.name);
    const key = this.#findKey(credentials);
    if (!key) return credentials[0];
    exchange.key = key;
    exchange.record.key = key.name;
    let isOneTooMany = isCounted && keys.heldBy(key) >= maxConcurrent;
    if (isCounted) exchange.letGo = keys.hold(key, (reason) => exchange.abort(reason));
    if (isCounted && slots && !isOneTooMany) {
      isOneTooMany = !(await takeSlot(exchange, key, slots, maxConcurrent));
    }
    const count = isCounted && !isOneTooMany ? 'take' : 'peek';
    const limit = limits[count](key.id, key.rpm);
    exchange.limit = limit instanceof Promise ? await limit : limit;
    const { reason } = exchange.cancellation;
    if (reason) throw reason;
    if (isOneTooMany) throw tooManyAtATime(maxConcurrent);
    return credentials[0];
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

import { OfoxError } from '../error.ts';
import type { Platform } from './transport.ts';

/** Longer waits than this overflow the timers of every platform. */
const LONGEST_NAP_MS = 2 ** 31 - 1;

/** The time by which a whole call, with its retries, must be over. */
export interface TotalDeadline {
  /** Milliseconds since 1970; `Infinity` for none. */
  at: number;
  error: () => OfoxError;
}

/**
 * Watches over one request: the caller's signal, the total deadline, and the silence that is
 * allowed while something is awaited. Whichever strikes first aborts {@link signal} and rejects what
 * is awaited, also when the transport does not heed the signal. Time in which the caller does
 * something else is no silence. There is one timer for a request, not one for each chunk.
 */
export class Deadline {
  readonly #platform: Pick<Platform, 'after' | 'now'>;
  readonly #caller: AbortSignal | undefined;
  readonly #total: TotalDeadline;
  readonly #controller = new AbortController();
  #failure: OfoxError | undefined;
  readonly #longestNap: number;
  #reject: ((error: OfoxError) => void) | undefined;
  /** Ends the nap; absent when nothing is watched. */
  #cancelNap: (() => void) | undefined;
  #wakesAt = 0;
  #silence = Number.POSITIVE_INFINITY;
  #since = 0;
  #tooLong: () => OfoxError;

  /**
   * @param shortestMs the shortest silence that will be allowed in the ordinary course of things:
   * sleeping no longer at a time spares a new timer when the allowance changes. 0 for any.
   */
  constructor(
    platform: Pick<Platform, 'after' | 'now'>,
    total: TotalDeadline,
    caller: AbortSignal | undefined,
    shortestMs = 0,
  ) {
    this.#platform = platform;
    this.#longestNap = shortestMs === 0 ? Number.POSITIVE_INFINITY : shortestMs;
    this.#total = total;
    this.#tooLong = total.error;
    this.#caller = caller;
    if (caller?.aborted) this.#onAbort();
    else caller?.addEventListener('abort', this.#onAbort);
  }

  /** For the transport. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** From now on something awaited may take this long, in milliseconds; 0 for any time. */
  allow(ms: number, tooLong: () => OfoxError): void {
    this.#silence = ms === 0 ? Number.POSITIVE_INFINITY : ms;
    this.#tooLong = tooLong;
    this.#since = this.#platform.now();
    if (this.#cancelNap && this.#wakesAt <= this.#since + this.#silence) return;
    this.#rest();
    this.#watch();
  }

  /**
   * What `start` promises, or the error of whatever strikes before.
   * @throws OfoxError of kind `timeout` or `aborted`.
   */
  guard<T>(start: () => PromiseLike<T>): Promise<T> {
    if (this.#failure) return Promise.reject(this.#failure);
    this.#since = this.#platform.now();
    return new Promise((resolve, reject) => {
      this.#reject = reject;
      start().then(
        (value) => {
          this.#reject = undefined;
          resolve(value);
        },
        (error) => {
          this.#reject = undefined;
          reject(this.#failure ?? error);
        },
      );
    });
  }

  /** All is over: nothing is watched any more. */
  close(): void {
    this.#rest();
    this.#caller?.removeEventListener('abort', this.#onAbort);
  }

  /** Gives the request up, for a reason of the client's own. */
  abandon(reason: OfoxError): void {
    if (!this.#failure) this.#fail(reason);
    this.close();
  }

  readonly #onAbort = (): void => {
    this.#fail(abortedBy(this.#caller?.reason));
  };

  #fail(error: OfoxError): void {
    if (this.#failure) return;
    this.#failure = error;
    this.#rest();
    this.#reject?.(error);
    this.#controller.abort(error);
  }

  readonly #watch = (): void => {
    this.#cancelNap = undefined;
    const now = this.#platform.now();
    if (this.#reject === undefined) this.#since = now;
    const silentAt = this.#since + this.#silence;
    const left = Math.min(silentAt, this.#total.at) - now;
    if (left === Number.POSITIVE_INFINITY) return;
    if (left <= 0) {
      this.#fail(silentAt <= this.#total.at ? this.#tooLong() : this.#total.error());
      return;
    }
    const nap = Math.min(left, this.#longestNap, LONGEST_NAP_MS);
    this.#wakesAt = now + nap;
    this.#cancelNap = this.#platform.after(nap, this.#watch);
  };

  #rest(): void {
    this.#cancelNap?.();
    this.#cancelNap = undefined;
  }
}

/** The error for a call that its caller gave up. */
export function abortedBy(reason: unknown): OfoxError {
  return new OfoxError('aborted', 'The caller aborted the request.', { cause: reason });
}

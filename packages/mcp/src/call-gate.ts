import { OfoxError } from '@ofoxai/core';
import type { Clock } from './clock.ts';
import type { CallLimits } from './settings.ts';

const MINUTE_MS = 60_000;

/** Lets so many calls through at a time, and so many a minute. */
export class CallGate {
  readonly #limits: CallLimits;
  readonly #clock: Clock;
  readonly #waiting = new Set<() => void>();
  #starts: number[] = [];
  #active = 0;

  constructor(limits: CallLimits, clock: Clock) {
    this.#limits = limits;
    this.#clock = clock;
  }

  /**
   * Waits for a place, first come first served.
   * @returns what gives the place back; only its first call counts.
   * @throws OfoxError of kind `rate_limit` at once when the minute is full, and of kind `aborted`
   * when the signal is aborted while it waits.
   */
  async enter(signal: AbortSignal): Promise<() => void> {
    this.#count();
    if (this.#active >= this.#limits.concurrency) await this.#turn(signal);
    else this.#active++;
    let inside = true;
    return () => {
      if (!inside) return;
      inside = false;
      const [next] = this.#waiting;
      if (next) next();
      else this.#active--;
    };
  }

  #count(): void {
    const { perMinute } = this.#limits;
    if (perMinute === undefined) return;
    const now = this.#clock.now();
    this.#starts = this.#starts.filter((start) => now - start < MINUTE_MS);
    if (this.#starts.length >= perMinute) {
      const retryAfterMs = MINUTE_MS - (now - (this.#starts[0] ?? now));
      const message = `The owner lets this server call models ${perMinute} times a minute (max-calls-per-minute).`;
      throw new OfoxError('rate_limit', message, { retryAfterMs, code: 'max-calls-per-minute' });
    }
    this.#starts.push(now);
  }

  /** The place is handed over by whoever leaves, so nobody can slip in between. */
  #turn(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const leave = () => {
        this.#waiting.delete(go);
        signal.removeEventListener('abort', giveUp);
      };
      const go = () => {
        leave();
        resolve();
      };
      const giveUp = () => {
        leave();
        reject(new OfoxError('aborted', 'The call was cancelled while it waited for its turn.'));
      };
      if (signal.aborted) giveUp();
      else {
        this.#waiting.add(go);
        signal.addEventListener('abort', giveUp);
      }
    });
  }
}

import type { Clock } from '../clock.ts';
import type { LimitState, LimitStore } from './limit-store.ts';
import { SlidingWindow } from './sliding-window.ts';

const SWEPT_PER_REQUEST = 2;

/**
 * Counts within this process, exactly. Keys that were silent for a minute are forgotten a few at a
 * time, so that memory follows the keys in use and no request ever pays for all of them.
 */
export class MemoryLimitStore implements LimitStore {
  readonly #clock: Pick<Clock, 'now'>;
  readonly #windows = new Map<string, SlidingWindow>();
  #sweep = this.#windows.entries();
  #latest = Number.NEGATIVE_INFINITY;

  constructor(clock: Pick<Clock, 'now'>) {
    this.#clock = clock;
  }

  take(key: string, limit: number): LimitState {
    const now = this.#now();
    this.#sweepSome(now);
    return this.#windowOf(key).state(now, limit, true);
  }

  /** Counts a request that another store let through, at a moment of this store's clock. */
  record(key: string, time: number): void {
    this.#sweepSome(this.#now());
    this.#windowOf(key).record(time);
  }

  peek(key: string, limit: number): LimitState {
    const window = this.#windows.get(key);
    if (!window) return { allowed: limit > 0, limit, remaining: limit, resetMs: 0 };
    return window.state(this.#now(), limit, false);
  }

  /** Keys that are remembered at this moment. */
  get size(): number {
    return this.#windows.size;
  }

  #windowOf(key: string): SlidingWindow {
    let window = this.#windows.get(key);
    if (!window) {
      window = new SlidingWindow();
      this.#windows.set(key, window);
    }
    return window;
  }

  /** A clock that was set back must not let requests through twice. */
  #now(): number {
    this.#latest = Math.max(this.#latest, this.#clock.now());
    return this.#latest;
  }

  #sweepSome(now: number): void {
    for (let swept = 0; swept < SWEPT_PER_REQUEST; swept += 1) {
      const next = this.#sweep.next();
      if (next.done) {
        this.#sweep = this.#windows.entries();
        return;
      }
      const [key, window] = next.value;
      if (window.isEmpty(now)) this.#windows.delete(key);
    }
  }
}

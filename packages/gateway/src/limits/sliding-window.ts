import { type LimitState, WINDOW_MS } from './limit-store.ts';

const FIRST_CAPACITY = 8;

/**
 * The moments of one key's requests in the last minute, oldest first, in a ring that grows up to
 * the limit. A request is counted in the half-open minute after it, so that a caller who sends
 * them evenly at the limit is never refused, and no sixty seconds ever hold more than the limit.
 */
export class SlidingWindow {
  #times = new Float64Array(FIRST_CAPACITY);
  #head = 0;
  #count = 0;

  /** The state at `now`; with `take`, after a request at `now` if it is allowed. */
  state(now: number, limit: number, take: boolean): LimitState {
    this.#forget(now);
    const allowed = this.#count < limit;
    if (allowed && take) this.#push(now);
    const remaining = Math.max(0, limit - this.#count);
    return { allowed, limit, remaining, resetMs: this.#freeIn(now, limit) };
  }

  /** Counts a request that was let through elsewhere at `time`, which may lie a little back. */
  record(time: number): void {
    this.#push(time);
    for (let index = this.#count - 1; index > 0 && this.#at(index - 1) > time; index -= 1) {
      this.#set(index, this.#at(index - 1));
      this.#set(index - 1, time);
    }
  }

  /** Whether everything in it has passed. */
  isEmpty(now: number): boolean {
    this.#forget(now);
    return this.#count === 0;
  }

  #forget(now: number): void {
    while (this.#count > 0 && this.#at(0) <= now - WINDOW_MS) {
      this.#head = (this.#head + 1) % this.#times.length;
      this.#count -= 1;
    }
  }

  /** Until `remaining` grows; more than one must go when the limit was lowered meanwhile. */
  #freeIn(now: number, limit: number): number {
    if (this.#count === 0) return 0;
    return this.#at(Math.max(0, this.#count - limit)) + WINDOW_MS - now;
  }

  #push(now: number): void {
    if (this.#count === this.#times.length) this.#grow();
    this.#set(this.#count, now);
    this.#count += 1;
  }

  #set(index: number, time: number): void {
    this.#times[(this.#head + index) % this.#times.length] = time;
  }

  #at(index: number): number {
    return this.#times[(this.#head + index) % this.#times.length] ?? 0;
  }

  #grow(): void {
    const larger = new Float64Array(this.#times.length * 2);
    for (let index = 0; index < this.#count; index += 1) larger[index] = this.#at(index);
    this.#times = larger;
    this.#head = 0;
  }
}

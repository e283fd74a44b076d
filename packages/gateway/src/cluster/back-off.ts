const FIRST_MS = 100;
const MOST_MS = 30_000;
/** A worker that has served so long was no failure from the start. */
const HEALTHY_MS = 60_000;

/**
 * How long to wait before a worker is put in the place of one that ended: twice as long each time,
 * from the beginning again after one that has served for a while.
 */
export class BackOff {
  #failures = 0;

  /** @param livedMs how long the worker has served. @returns milliseconds. */
  next(livedMs: number): number {
    if (livedMs >= HEALTHY_MS) this.#failures = 0;
    const wait = Math.min(MOST_MS, FIRST_MS * 2 ** this.#failures);
    this.#failures += 1;
    return wait;
  }
}

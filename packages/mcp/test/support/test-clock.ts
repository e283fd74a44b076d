import type { Clock } from '../../src/clock.ts';

interface Timer {
  at: number;
  ms: number;
  run: () => void;
}

/** A clock that stands still until it is told to go on. */
export class TestClock implements Clock {
  #now = Date.UTC(2026, 0, 1);
  readonly #timers = new Set<Timer>();

  get timers(): number {
    return this.#timers.size;
  }

  now(): number {
    return this.#now;
  }

  every(ms: number, run: () => void): () => void {
    const timer = { at: this.#now + ms, ms, run };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  /** Lets time pass, and each timer go off when it is due. */
  advance(ms: number): void {
    const end = this.#now + ms;
    for (;;) {
      const [next] = [...this.#timers].sort((a, b) => a.at - b.at);
      if (!next || next.at > end) break;
      this.#now = next.at;
      next.at += next.ms;
      next.run();
    }
    this.#now = end;
  }
}

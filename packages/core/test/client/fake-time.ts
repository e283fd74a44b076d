import type { Platform } from '../../src/client/transport.ts';

/** A clock that stands still until it is told to go on. */
export class FakeTime implements Pick<Platform, 'now' | 'after'> {
  #now = 0;
  #sleepers: { at: number; wake: () => void }[] = [];

  readonly now = (): number => this.#now;

  readonly after = (ms: number, callback: () => void): (() => void) => {
    const cancel = () => {
      this.#sleepers = this.#sleepers.filter((sleeper) => sleeper.wake !== wake);
    };
    const wake = () => {
      cancel();
      callback();
    };
    this.#sleepers.push({ at: this.#now + ms, wake });
    return cancel;
  };

  readonly sleep = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      this.after(ms, resolve);
    });

  /** How many sleep now: timers that were not given back. */
  get sleeping(): number {
    return this.#sleepers.length;
  }

  /** Lets this many milliseconds pass, and whatever they wake run. */
  async pass(ms: number): Promise<void> {
    const until = this.#now + ms;
    for (;;) {
      await settle();
      const due = this.#sleepers.filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)[0];
      if (!due) break;
      this.#now = Math.max(this.#now, due.at);
      due.wake();
    }
    this.#now = until;
    await settle();
  }
}

/** Lets everything run that waits for nothing but its turn. */
function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

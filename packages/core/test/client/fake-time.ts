import type { Platform } from '../../src/client/transport.ts';

/** A clock that stands still until it is told to go on. */
export class FakeTime implements Pick<Platform, 'now' | 'sleep'> {
  #now = 0;
  #sleepers: { at: number; wake: () => void }[] = [];

  readonly now = (): number => this.#now;

  readonly sleep = (ms: number, signal: AbortSignal): Promise<void> =>
    new Promise((resolve) => {
      if (signal.aborted) {
        resolve();
        return;
      }
      const wake = () => {
        this.#sleepers = this.#sleepers.filter((sleeper) => sleeper.wake !== wake);
        signal.removeEventListener('abort', wake);
        resolve();
      };
      this.#sleepers.push({ at: this.#now + ms, wake });
      signal.addEventListener('abort', wake);
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

import type { Clock } from '../../clock.ts';
import type { LimitState } from '../limit-store.ts';

/** More keys than this over their limit at once are asked about again. */
const CAPACITY = 10_000;

interface Refusal {
  limit: number;
  until: number;
}

/**
 * Refusals that still hold. Nothing can end one early but another limit, so that a caller who keeps
 * sending is refused from here.
 */
export class Refusals {
  readonly #clock: Pick<Clock, 'now'>;
  readonly #byKey = new Map<string, Refusal>();

  constructor(clock: Pick<Clock, 'now'>) {
    this.#clock = clock;
  }

  /** @param askedAt the moment before the store was asked, so that it never holds too long. */
  add(key: string, state: LimitState, askedAt: number): void {
    if (this.#byKey.size >= CAPACITY) this.#forgetOldest();
    this.#byKey.set(key, { limit: state.limit, until: askedAt + state.resetMs });
  }

  find(key: string, limit: number): LimitState | undefined {
    const refusal = this.#byKey.get(key);
    if (!refusal) return undefined;
    const resetMs = refusal.until - this.#clock.now();
    if (resetMs > 0 && refusal.limit === limit) {
      return { allowed: false, limit, remaining: 0, resetMs };
    }
    this.#byKey.delete(key);
    return undefined;
  }

  #forgetOldest(): void {
    for (const key of this.#byKey.keys()) {
      this.#byKey.delete(key);
      return;
    }
  }
}

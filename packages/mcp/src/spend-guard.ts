import type { DayLedger } from './day-ledger.ts';
import { type Reservation, refusal } from './reservation.ts';
import type { SpendLimits } from './settings.ts';

/** Room for the rounding of sums. */
const DUST = 1e-12;

/**
 * Keeps spending within its limits: what a call may cost at most is set aside before it, and what
 * it cost is counted after it. Calls at the same time cannot overrun a limit together, as each sees
 * what the others have set aside.
 */
export class SpendGuard {
  readonly limits: SpendLimits;
  readonly #ledger: DayLedger | undefined;
  #spent = 0;
  #reserved = 0;

  /** @param ledger where the day's spending is kept; without one `limits.perDay` does nothing. */
  constructor(limits: SpendLimits, ledger?: DayLedger) {
    this.limits = limits;
    this.#ledger = ledger;
  }

  /** Whether any limit is set. */
  get isActive(): boolean {
    const { perCall, total, perDay } = this.limits;
    return perCall !== undefined || total !== undefined || perDay !== undefined;
  }

  /** USD spent by this process. */
  get spent(): number {
    return this.#spent;
  }

  /** USD that one call may cost at most now; infinite without limits. */
  async available(): Promise<number> {
    const { perCall = Infinity, total = Infinity, perDay } = this.limits;
    const day = perDay === undefined || !this.#ledger ? 0 : await this.#ledger.total();
    const left = Math.min(
      perCall,
      total - this.#spent - this.#reserved,
      (perDay ?? Infinity) - day,
    );
    return Math.max(0, left);
  }

  /**
   * Sets an amount aside.
   * @throws OfoxError of kind `quota` whose message names the limit that stands in the way.
   */
  async reserve(amount: number): Promise<Reservation> {
    const { perCall, total, perDay } = this.limits;
    if (perCall !== undefined && amount > perCall + DUST) {
      throw refusal('max-cost-per-call', perCall, amount, 0, 0);
    }
    if (total !== undefined && this.#spent + this.#reserved + amount > total + DUST) {
      throw refusal('max-spend', total, amount, this.#spent, this.#reserved);
    }
    // From here to the next line nothing else runs: no two calls see the same money.
    this.#reserved += amount;
    let entry: Reservation | undefined;
    try {
      entry = perDay === undefined ? undefined : await this.#ledger?.reserve(amount, perDay);
    } catch (error) {
      this.#reserved -= amount;
      throw error;
    }
    let open = true;
    return {
      settle: (spent) => {
        if (!open) return;
        open = false;
        this.#reserved = Math.max(0, this.#reserved - amount);
        this.#spent += spent;
        entry?.settle(spent);
      },
    };
  }
}

import { type Period, periodOf } from './period.ts';
import {
  type Reservation,
  reservation,
  type Spending,
  type SpendLedger,
  type SpendLimits,
} from './spend-ledger.ts';
import { passedLimit, spendLimitReached } from './spend-limit-reached.ts';
import { type Picodollars, parseUsd } from './usd.ts';

/** What one key has spent in its current day and month. */
export interface Account extends Spending {
  period: Period;
  day: Picodollars;
  month: Picodollars;
  reserved: Picodollars;
}

/** Counts what keys spend within this process. */
export class MemorySpendLedger implements SpendLedger {
  readonly #accounts = new Map<string, Account>();
  readonly #now: () => number;

  /** @param now milliseconds since 1970, by the wall clock. */
  constructor(now: () => number) {
    this.#now = now;
  }

  reserve(key: string, limits: SpendLimits, usd: string): Reservation {
    const amount = parseUsd(usd);
    const account = this.#account(key);
    const passed = passedLimit(limits, account, amount);
    if (passed) throw spendLimitReached(passed, limits, account, amount, account.period);
    account.reserved += amount;
    return reservation(amount, (cost) => {
      account.reserved -= amount;
      this.add(key, cost);
    });
  }

  /** Counts what was spent without a reservation; an amount below 0 takes back what was counted. */
  add(key: string, amount: Picodollars): void {
    const account = this.#account(key);
    account.day = atLeastNothing(account.day + amount);
    account.month = atLeastNothing(account.month + amount);
  }

  /** Puts what is known from elsewhere in place of what was counted here. */
  set(key: string, spent: { day: Picodollars; month: Picodollars }): void {
    Object.assign(this.#account(key), { day: spent.day, month: spent.month });
  }

  /** What a key has spent. */
  spending(key: string): Readonly<Account> {
    return this.#account(key);
  }

  /** All keys that have spent something this month. */
  *entries(): Generator<[key: string, account: Readonly<Account>]> {
    for (const [key, account] of this.#accounts) {
      this.#roll(account);
      if (account.month > 0n) yield [key, account];
    }
  }

  /** Takes up accounts that were kept elsewhere; past days and months in them are over. */
  restore(entries: Iterable<[key: string, account: Account]>): void {
    for (const [key, account] of entries) this.#accounts.set(key, { ...account, reserved: 0n });
  }

  #account(key: string): Account {
    let account = this.#accounts.get(key);
    if (account) {
      this.#roll(account);
    } else {
      account = { period: periodOf(this.#now()), day: 0n, month: 0n, reserved: 0n };
      this.#accounts.set(key, account);
    }
    return account;
  }

  /**
   * Begins a new day or month. When the clock was set back, what was counted stays and belongs to
   * the earlier day: nothing is forgotten, and nobody is held up till the clock is there again.
   */
  #roll(account: Account): void {
    const period = periodOf(this.#now());
    if (period.day > account.period.day) account.day = 0n;
    if (period.month > account.period.month) account.month = 0n;
    account.period = period;
  }
}

/** What was counted in a day that is over cannot be taken back from the next one. */
function atLeastNothing(amount: Picodollars): Picodollars {
  return amount > 0n ? amount : 0n;
}

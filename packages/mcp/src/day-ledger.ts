import { randomUUID } from 'node:crypto';
import { appendFileSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Clock } from './clock.ts';
import { type Reservation, refusal } from './reservation.ts';

const DUST = 1e-12;

/**
 * What was spent on a day (UTC), in one file a day that all processes of a machine share.
 *
 * Nothing is locked: a process appends what it wants to spend, then reads the file. Appended lines
 * have an order, and a wish counts against the limit together with all that stand before it, so of
 * two processes that wish at the same time at least one sees the other. A process that dies leaves
 * its wish standing, which errs on the safe side.
 */
export class DayLedger {
  readonly #folder: string;
  readonly #clock: Clock;

  constructor(folder: string, clock: Clock) {
    this.#folder = folder;
    this.#clock = clock;
  }

  /** USD spent or set aside today. */
  async total(): Promise<number> {
    return sum(read(this.#file()));
  }

  /** @throws OfoxError of kind `quota` when the day's limit leaves no room. */
  async reserve(amount: number, limit: number): Promise<Reservation> {
    const file = this.#file();
    const id = randomUUID();
    append(file, id, amount);
    const before = [...read(file)];
    const upToHere = before.slice(0, before.findIndex(([key]) => key === id) + 1);
    const total = sum(upToHere);
    if (total > limit + DUST) {
      append(file, id, 0);
      throw refusal('max-spend-per-day', limit, amount, total - amount, 0);
    }
    return { settle: (spent) => append(file, id, spent) };
  }

  #file(): string {
    const day = new Date(this.#clock.now()).toISOString().slice(0, 10);
    return join(this.#folder, `ofox-mcp-spend-${day}.tsv`);
  }
}

/** One small write at the end of a file, which the system does as a whole. */
function append(file: string, id: string, usd: number): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  appendFileSync(file, `${id}\t${usd}\n`, { mode: 0o600 });
}

/** The last word on each wish, in the order of the first. */
function read(file: string): Map<string, number> {
  const entries = new Map<string, number>();
  let text = '';
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  for (const line of text.split('\n')) {
    const [id, usd] = line.split('\t');
    const value = Number(usd);
    if (id && Number.isFinite(value)) entries.set(id, value);
  }
  return entries;
}

function sum(entries: Iterable<readonly [string, number]>): number {
  let total = 0;
  for (const [, usd] of entries) total += usd;
  return total;
}

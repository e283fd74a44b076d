import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { Clock } from '../../clock.ts';
import { ConfigError } from '../../config/config-error.ts';
import type { Logger } from '../../log.ts';
import { replaceFile } from '../replace-file.ts';
import type { Account, MemorySpendLedger } from './memory-spend-ledger.ts';

const SAVE_EVERY_MS = 5000;

const amount = z
  .string()
  .regex(/^\d{1,20}$/)
  .transform((text) => BigInt(text));

const fileSchema = z.strictObject({
  /** Amounts are integers of 1e-12 USD; days and months are numbered as in `periodOf`. */
  spent: z.record(
    z.string(),
    z.strictObject({ day: z.int(), month: z.int(), dayTotal: amount, monthTotal: amount }),
  ),
});

/**
 * Keeps what one process counted through a restart: loads the file, saves it every five seconds
 * when something has changed, and once more at the end. What is spent in the last seconds before a
 * crash is forgotten, so a limit may be passed by that much. Only one process may keep a file.
 */
export class SpendFile {
  readonly #file: string;
  readonly #ledger: MemorySpendLedger;
  readonly #logger: Logger;
  readonly #stop: () => void;
  #saved: string;
  #saving: Promise<void> = Promise.resolve();

  /** @throws ConfigError when the file is there and holds something else. */
  static async open(
    file: string,
    ledger: MemorySpendLedger,
    clock: Pick<Clock, 'every'>,
    logger: Logger,
  ): Promise<SpendFile> {
    ledger.restore(await load(file));
    return new SpendFile(file, ledger, clock, logger);
  }

  private constructor(
    file: string,
    ledger: MemorySpendLedger,
    clock: Pick<Clock, 'every'>,
    logger: Logger,
  ) {
    this.#file = file;
    this.#ledger = ledger;
    this.#logger = logger;
    this.#saved = serialize(ledger);
    this.#stop = clock.every(SAVE_EVERY_MS, () => void this.save());
  }

  /** Saves what has changed. A file that cannot be written is told in the log and tried again. */
  save(): Promise<void> {
    this.#saving = this.#saving.then(() => this.#write());
    return this.#saving;
  }

  async close(): Promise<void> {
    this.#stop();
    await this.save();
  }

  async #write(): Promise<void> {
    const text = serialize(this.#ledger);
    if (text === this.#saved) return;
    try {
      await replaceFile(this.#file, [text]);
      this.#saved = text;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.#logger.error({ file: this.#file, reason }, 'what keys have spent cannot be saved');
    }
  }
}

async function load(file: string): Promise<[string, Account][]> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
  const checked = fileSchema.safeParse(parse(text));
  if (!checked.success) {
    throw new ConfigError(`${file} does not hold what keys have spent. Remove it to begin at 0.`);
  }
  return Object.entries(checked.data.spent).map(([key, spent]) => [
    key,
    {
      period: { day: spent.day, month: spent.month },
      day: spent.dayTotal,
      month: spent.monthTotal,
      reserved: 0n,
    },
  ]);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function serialize(ledger: MemorySpendLedger): string {
  const spent: Record<string, object> = {};
  for (const [key, { period, day, month }] of ledger.entries()) {
    spent[key] = { ...period, dayTotal: String(day), monthTotal: String(month) };
  }
  return `${JSON.stringify({ spent })}\n`;
}

import { type Decimal, parseDecimal } from '../../catalog/decimal.ts';

/**
 * An amount of USD in units of 1e-12: finer than any price of a token, and exact. A sum over a
 * month stays below 2^63, which is what Redis counts in.
 */
export type Picodollars = bigint;

const SCALE = 12;

/** The highest limit that can be set, in USD. */
const MOST_USD = 1_000_000n;

/** Whether a text is an amount that can be a limit: above 0, at most a million, 12 decimals. */
export function isUsd(text: string): boolean {
  const units = readUsd(text);
  return units !== undefined && units > 0n && units <= MOST_USD * 10n ** BigInt(SCALE);
}

/** Reads a decimal number of USD, rounding parts of a unit up; nothing when it is none. */
export function readUsd(text: string): Picodollars | undefined {
  const amount = parseDecimal(text);
  return amount && atScale(amount);
}

/**
 * The same for amounts that are known to be right.
 *
 * @throws TypeError when it is none.
 */
export function parseUsd(text: string): Picodollars {
  const amount = readUsd(text);
  if (amount === undefined) throw new TypeError(`${JSON.stringify(text)} is not an amount of USD.`);
  return amount;
}

/** Writes an amount for people: two decimals at least, all that count at most. */
export function formatUsd(amount: Picodollars): string {
  const digits = amount.toString().padStart(SCALE + 1, '0');
  const decimals = digits.slice(-SCALE).replace(/0+$/, '').padEnd(2, '0');
  return `${digits.slice(0, -SCALE)}.${decimals}`;
}

function atScale({ units, scale }: Decimal): Picodollars {
  if (scale <= SCALE) return units * 10n ** BigInt(SCALE - scale);
  const divisor = 10n ** BigInt(scale - SCALE);
  return (units + divisor - 1n) / divisor;
}

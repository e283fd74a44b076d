import { z } from 'zod';
import { isUsd } from './spend/usd.ts';

const text = z.string().min(1).max(256);
const moment = z.iso.datetime({ offset: true });
const usd = z.string().refine(isUsd, 'must be an amount of USD such as "12.50"');

/** One line of the keys file. */
const keyEntrySchema = z.strictObject({
  name: text.optional().describe('What its owner calls it'),
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/, 'must be 64 hexadecimal digits')
    .describe('Of the key, as sha256sum prints it; the key itself is stored nowhere'),
  created: moment,
  expires: moment.optional().describe('From then on it is refused'),
  revoked: moment.optional().describe('Since then it is refused'),
  rpm: z.int().min(1).max(1_000_000).optional().describe('Requests in any sixty seconds'),
  models: z.array(text).min(1).optional().describe('Which models it may use; * matches anything'),
  routing: z.enum(['priority', 'cost', 'latency', 'balanced']).optional(),
  fallback: z.array(text).min(1).optional().describe('Models to try when the one asked for fails'),
  spend: z
    .strictObject({ day: usd.optional(), month: usd.optional() })
    .optional()
    .describe('The most USD a day and a month, by UTC'),
});

export type KeyEntry = z.output<typeof keyEntrySchema>;

/** An entry, or the path of the first field that is wrong and why; no value is repeated. */
export function checkKeyEntry(
  value: unknown,
): { entry: KeyEntry } | { field: string; problem: string } {
  const checked = keyEntrySchema.safeParse(value);
  if (checked.success) return { entry: checked.data };
  const [issue] = checked.error.issues;
  return { field: issue?.path.join('.') ?? '', problem: issue?.message ?? 'is wrong' };
}

/**
 * Reads one line.
 *
 * @throws TypeError that names the field at fault and repeats no value.
 */
export function parseKeyEntry(line: string): KeyEntry {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw new TypeError('this is not JSON');
  }
  const checked = checkKeyEntry(value);
  if ('entry' in checked) return checked.entry;
  throw new TypeError(`${checked.field || 'the entry'}: ${checked.problem}`);
}

import { hash } from 'node:crypto';
import { ConfigError } from '../config/config-error.ts';
import type { KeyFlags } from './command-line.ts';
import { checkKeyEntry, type KeyEntry } from './key-entry.ts';

const UNIT_MS: Record<string, number> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

const FLAG_OF_FIELD: Record<string, string> = {
  models: 'model',
  'spend.day': 'spend-day',
  'spend.month': 'spend-month',
};

/**
 * What is stored of a new key.
 *
 * @throws ConfigError that names the option at fault.
 */
export function newKeyEntry(key: string, flags: KeyFlags, now: Date): KeyEntry {
  const { name, model, routing, fallback, expires } = flags;
  const day = flags['spend-day'];
  const month = flags['spend-month'];
  const value = {
    ...(name !== undefined && { name }),
    sha256: hash('sha256', key),
    created: now.toISOString(),
    ...(expires !== undefined && { expires: readExpiry(expires, now) }),
    ...(flags.rpm !== undefined && { rpm: Number(flags.rpm) }),
    ...(model && { models: model }),
    ...(routing !== undefined && { routing }),
    ...(fallback && { fallback }),
    ...((day ?? month) !== undefined && {
      spend: { ...(day !== undefined && { day }), ...(month !== undefined && { month }) },
    }),
  };
  const checked = checkKeyEntry(value);
  if ('entry' in checked) return checked.entry;
  const field = checked.field.replace(/\.\d+$/, '');
  throw new ConfigError(`--${FLAG_OF_FIELD[field] ?? field}: ${checked.problem}`);
}

function readExpiry(text: string, now: Date): string {
  const [, count, unit = ''] = /^(\d{1,5})([mhd])$/.exec(text) ?? [];
  const span = UNIT_MS[unit];
  const time = span === undefined ? Date.parse(text) : now.getTime() + Number(count) * span;
  if (Number.isNaN(time) || time <= now.getTime()) {
    throw new ConfigError(`--expires: ${text} is not a time to come, such as 2027-01-31 or 30d.`);
  }
  return new Date(time).toISOString();
}

import { setImmediate as nextTurn } from 'node:timers/promises';
import type { KeyEntry } from './key-entry.ts';
import { KeyRecord, type KeySettings } from './key-record.ts';
import { digestFromHex, type KeyDigest } from './secret-key.ts';
import { parseUsd } from './spend/usd.ts';

/** Entries that are taken in before requests get their turn. */
const SLICE = 100;

/** All keys of a file, by digest. */
export type KeyTable = Map<KeyDigest, KeyRecord>;

/**
 * Builds the table of a file. Requests go on meanwhile, and keys with the same settings share one
 * object of them, so that a million keys fit.
 *
 * @param rpm the limit of keys that have none of their own.
 */
export async function buildKeyTable(
  entries: AsyncIterable<KeyEntry>,
  rpm: number,
): Promise<KeyTable> {
  const table: KeyTable = new Map();
  const shared = new Map<string, KeySettings>();
  for await (const entry of entries) {
    const record = toRecord(entry, rpm, shared);
    table.set(record.digest, record);
    if (table.size % SLICE === 0) await nextTurn();
  }
  return table;
}

function toRecord(entry: KeyEntry, rpm: number, shared: Map<string, KeySettings>): KeyRecord {
  const { name, sha256, expires, revoked } = entry;
  return new KeyRecord(digestFromHex(sha256), settingsOf(entry, rpm, shared), {
    name,
    expiresAt: expires === undefined ? undefined : Date.parse(expires),
    isRevoked: revoked !== undefined,
  });
}

function settingsOf(
  { rpm, models, routing, fallback, spend }: KeyEntry,
  defaultRpm: number,
  shared: Map<string, KeySettings>,
): KeySettings {
  const own = JSON.stringify([rpm, models, routing, fallback, spend]);
  const known = shared.get(own);
  if (known) return known;
  const settings: KeySettings = {
    rpm: rpm ?? defaultRpm,
    ...(models && { models }),
    ...(routing && { routing }),
    ...(fallback && { fallback }),
    ...(spend && {
      spend: {
        ...(spend.day !== undefined && { day: parseUsd(spend.day) }),
        ...(spend.month !== undefined && { month: parseUsd(spend.month) }),
      },
    }),
  };
  shared.set(own, settings);
  return settings;
}

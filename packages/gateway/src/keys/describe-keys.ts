import type { KeyEntry } from './key-entry.ts';
import { keyId } from './key-record.ts';
import { digestFromHex } from './secret-key.ts';

export type KeyState = 'active' | 'expired' | 'revoked';

export function idOf(entry: KeyEntry): string {
  return keyId(digestFromHex(entry.sha256));
}

export function stateOf(entry: KeyEntry, now: Date): KeyState {
  if (entry.revoked !== undefined) return 'revoked';
  if (entry.expires !== undefined && Date.parse(entry.expires) <= now.getTime()) return 'expired';
  return 'active';
}

/** A table for people. */
export function describeKeys(entries: readonly KeyEntry[], now: Date): string {
  if (entries.length === 0) return 'There are no keys.\n';
  const rows = entries.map((entry) => [
    idOf(entry),
    entry.name ?? '',
    stateOf(entry, now),
    entry.created.slice(0, 10),
    entry.expires?.slice(0, 10) ?? 'never',
    entry.rpm === undefined ? '' : String(entry.rpm),
    [
      entry.spend?.day && `${entry.spend.day} a day`,
      entry.spend?.month && `${entry.spend.month} a month`,
    ]
      .filter(Boolean)
      .join(', '),
    entry.models?.join(' ') ?? 'all',
  ]);
  const table = [
    ['id', 'name', 'state', 'created', 'expires', 'rpm', 'USD at most', 'models'],
    ...rows,
  ];
  const widths = table[0]?.map((_, column) => Math.max(...table.map((row) => width(row[column]))));
  return table
    .map(
      (row) =>
        `${row
          .map((cell, column) => cell.padEnd(widths?.[column] ?? 0))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('');
}

function width(cell: string | undefined): number {
  return cell?.length ?? 0;
}

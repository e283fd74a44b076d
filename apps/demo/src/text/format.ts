/** USD as people read it: `$0.000123`, `$1.20`, `free`. */
export function formatCost(usd: string | undefined): string {
  if (usd === undefined) return '—';
  const value = Number(usd);
  if (!Number.isFinite(value)) return '—';
  if (value === 0) return 'free';
  if (value >= 0.01) return `$${value.toFixed(value < 1 ? 4 : 2)}`;
  return `$${value.toFixed(Math.min(12, 2 - Math.floor(Math.log10(value)))).replace(/0+$/, '')}`;
}

/** Milliseconds as people read them: `42 ms`, `1.3 s`. */
export function formatMs(ms: number | undefined): string {
  if (ms === undefined) return '—';
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}

/** `1,234`. */
export function formatCount(count: number | undefined): string {
  return count === undefined ? '—' : count.toLocaleString('en');
}

/** USD a million tokens, from USD a token. */
export function formatPrice(perToken: string | undefined): string {
  if (perToken === undefined) return '—';
  const value = Number(perToken) * 1_000_000;
  // `$0.50`, but `$3` and `$0.022`.
  return value === 0 ? 'free' : `$${Number(value.toPrecision(4))}`.replace(/\.\d$/, '$&0');
}

/** JSON for people; base64 and other endless strings are shortened. */
export function formatJson(value: unknown): string {
  return JSON.stringify(value, shorten, 2) ?? '';
}

const LONG = 600;

function shorten(_: string, value: unknown): unknown {
  if (typeof value !== 'string' || value.length <= LONG || /\s/.test(value.slice(0, LONG))) {
    return value;
  }
  return `${value.slice(0, 60)}… (${formatCount(value.length)} characters)`;
}

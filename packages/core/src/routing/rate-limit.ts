import type { OfoxError } from '../error.ts';
import { durationMs } from '../retry-after.ts';

/** How much of the API's own limit (requests a minute for each key) is left. */
export interface RateLimitState {
  /** Requests a minute. */
  limit: number;
  /** How many are left now. */
  remaining: number;
  /** Milliseconds until there is room again; absent when the answer did not tell. */
  resetMs?: number;
}

const LIMIT = 'x-ratelimit-limit-requests';
const REMAINING = 'x-ratelimit-remaining-requests';
const RESET = 'x-ratelimit-reset-requests';

/**
 * Reads the three headers of the API's overview, "Rate Limits".
 *
 * @param headers in lower case.
 * @returns `undefined` unless both the limit and what remains of it are told.
 */
export function readRateLimit(headers: Record<string, string>): RateLimitState | undefined {
  const limit = count(headers[LIMIT]);
  const remaining = count(headers[REMAINING]);
  if (limit === undefined || remaining === undefined) return undefined;
  const resetMs = durationMs(headers[RESET] ?? '');
  return resetMs === undefined ? { limit, remaining } : { limit, remaining, resetMs };
}

/** Writes what {@link readRateLimit} reads; the time in whole seconds, rounded up: `1s`. */
export function writeRateLimit({
  limit,
  remaining,
  resetMs,
}: RateLimitState): Record<string, string> {
  const most = String(limit);
  const left = String(remaining);
  if (resetMs === undefined) return { [LIMIT]: most, [REMAINING]: left };
  return { [LIMIT]: most, [REMAINING]: left, [RESET]: `${Math.ceil(resetMs / 1000)}s` };
}

/**
 * Whether a 429 comes from the API's own limit on the caller's key, and not from the provider
 * behind it: then its headers say that nothing remains.
 */
export function isOwnLimit(error: OfoxError): boolean {
  return error.kind === 'rate_limit' && readRateLimit(error.headers ?? {})?.remaining === 0;
}

function count(text: string | undefined): number | undefined {
  return text !== undefined && /^\s*\d+\s*$/.test(text) ? Number(text) : undefined;
}

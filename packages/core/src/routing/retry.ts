import type { ErrorKind, OfoxError } from '../error.ts';

/** What the rules of retrying need to know; nothing here reads a clock or throws dice. */
export interface RetryContext {
  /** How many retries were made before; 0 after the first try. */
  retries: number;
  /** How many may be made; 0 switches retrying off. */
  maxRetries: number;
  /** A random number from 0 up to 1. */
  random: number;
}

/** A server that asks for a longer wait than this (milliseconds) is not waited for. */
export const MAX_RETRY_AFTER_MS = 60_000;

const FIRST_WAIT_MS = 500;
const MAX_WAIT_MS = 8000;

/** Faults that pass, when there was no HTTP status: no connection, or told in mid-stream. */
const PASSING: ReadonlySet<ErrorKind> = new Set<ErrorKind>([
  'unavailable',
  'upstream',
  'internal',
  'rate_limit',
]);

/**
 * How long to wait before the same request is sent again, in milliseconds, or `undefined` when it
 * must not be: after an abort, for lack of money, when the request may already have been billed,
 * when the server says no (`x-should-retry: false`) or asks for more than a minute, and for every
 * error that another try would meet again. Retried are 408, 409, 429, 5xx, and connections that
 * failed before anything was sent. The wait is what the server asks for, otherwise a random part
 * of 0.5 s that doubles with each retry up to 8 s. A server that refuses again after the wait that
 * it asked for has more callers than room, so from then on that random part is added to its wait:
 * callers who all come back at the same moment would be refused together for ever.
 */
export function retryWaitMs(error: OfoxError, context: RetryContext): number | undefined {
  const { retries, maxRetries, random } = context;
  if (retries >= maxRetries || !mayRetry(error)) return undefined;
  const own = random * Math.min(MAX_WAIT_MS, FIRST_WAIT_MS * 2 ** retries);
  const asked = error.retryAfterMs;
  if (asked === undefined) return own;
  if (asked > MAX_RETRY_AFTER_MS) return undefined;
  return retries === 0 ? asked : asked + own;
}

function mayRetry(error: OfoxError): boolean {
  const { kind, status } = error;
  if (kind === 'aborted' || kind === 'quota') return false;
  const word = error.headers?.['x-should-retry'];
  if (word === 'true') return true;
  if (word === 'false' || error.mayHaveBeenBilled) return false;
  if (status === undefined) return PASSING.has(kind);
  return status === 408 || status === 409 || status === 429 || status >= 500;
}

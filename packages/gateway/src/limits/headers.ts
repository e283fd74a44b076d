import { OfoxError, writeRateLimit } from '@ofoxai/core';
import type { LimitState } from './limit-store.ts';

/** Adds the three headers that every answer to a known key carries (the API's "Rate Limits"). */
export function pushLimitHeaders(headers: string[], state: LimitState): void {
  const written = writeRateLimit(state);
  for (const name in written) headers.push(name, written[name] as string);
}

/** The error for a request that comes while too many of its key are under way. */
export function tooManyAtATime(most: number): OfoxError {
  return new OfoxError(
    'rate_limit',
    `This API key has ${most} requests under way, which is the most. Please retry when one is done.`,
    { status: 429, code: 'concurrency_limit_exceeded', retryAfterMs: 1000 },
  );
}

/** The error for a request over the limit. It tells when the next one will pass. */
export function limitExceeded(state: LimitState): OfoxError {
  const seconds = Math.max(1, Math.ceil(state.resetMs / 1000));
  const requests = state.limit === 1 ? 'one request' : `${state.limit} requests`;
  return new OfoxError(
    'rate_limit',
    `The limit of ${requests} a minute is reached. Please retry after ${seconds}s.`,
    {
      status: 429,
      code: 'rate_limit_exceeded',
      retryAfterMs: Math.max(1, Math.ceil(state.resetMs)),
    },
  );
}

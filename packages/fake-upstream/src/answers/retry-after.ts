import type { Answer, HeaderFields } from '../step.ts';
import { error } from './error.ts';

/** Each way in which a provider says when to come back, and some that say nothing. */
export const RETRY_AFTER_FORMS = [
  'seconds',
  'fraction',
  'date',
  'milliseconds',
  'ratelimit-reset',
  'anthropic-reset',
  'retry-info',
  'none',
  'garbage',
  'negative',
  'past',
] as const;

export type RetryAfterForm = (typeof RETRY_AFTER_FORMS)[number];

/**
 * A refusal that says when to come back.
 *
 * `seconds` (rounded up), `fraction` and `date` are forms of `retry-after`, `milliseconds` is
 * `retry-after-ms`, `ratelimit-reset` is `x-ratelimit-reset-requests` with a unit, `anthropic-reset`
 * is `anthropic-ratelimit-requests-reset` as a time of RFC 3339, and `retry-info` is the detail of
 * Google's error body, which only Gemini's wire has.
 * @param ms how long to wait
 * @param now milliseconds since the epoch, from which dates are counted
 */
export function tryLater(
  form: RetryAfterForm,
  ms: number,
  { status = 429, now = Date.now() }: { status?: number; now?: number } = {},
): Answer {
  const headers = retryHeaders(form, ms, now);
  if (form !== 'retry-info') return error({ status }, { headers });
  const type = 'type.googleapis.com/google.rpc.RetryInfo';
  const details = [{ '@type': type, retryDelay: `${ms / 1000}s` }];
  return error({ status, details }, { headers });
}

function retryHeaders(form: RetryAfterForm, ms: number, now: number): HeaderFields {
  switch (form) {
    case 'seconds':
      return { 'retry-after': String(Math.ceil(ms / 1000)) };
    case 'fraction':
      return { 'retry-after': String(ms / 1000) };
    case 'date':
      return { 'retry-after': new Date(now + ms).toUTCString() };
    case 'milliseconds':
      return { 'retry-after-ms': String(ms) };
    case 'ratelimit-reset':
      return { 'x-ratelimit-reset-requests': ms % 1000 === 0 ? `${ms / 1000}s` : `${ms}ms` };
    case 'anthropic-reset':
      return { 'anthropic-ratelimit-requests-reset': new Date(now + ms).toISOString() };
    case 'garbage':
      return { 'retry-after': 'soon' };
    case 'negative':
      return { 'retry-after': '-1' };
    case 'past':
      return { 'retry-after': new Date(now - 60_000).toUTCString() };
    case 'retry-info':
    case 'none':
      return {};
  }
}

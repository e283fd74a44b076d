const UNITS = { h: 3_600_000, m: 60_000, s: 1000, ms: 1 } as const;
const DURATION = /^(?:\d+(?:\.\d+)?(?:ms|h|m|s))+$/;
const STEP = /(\d+(?:\.\d+)?)(ms|h|m|s)/g;
const NUMBER = /^\d+(?:\.\d+)?$/;
const HTTP_DATE = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,? [\w :-]{16,24}$/;

/**
 * How long a server asks to wait before the next try, in milliseconds: `retry-after-ms`, else
 * `retry-after` (RFC 9110, section 10.2.3: seconds or an HTTP date), else
 * `x-ratelimit-reset-requests` when `x-ratelimit-remaining-requests` does not say that requests
 * are left (the API's overview, "Rate Limits"; the header comes with every answer).
 *
 * @param headers in lower case.
 * @param now milliseconds since 1970, against which dates are read; without it they are passed over.
 * @returns `undefined` when nothing that makes sense was said.
 */
export function retryAfterMs(headers: Record<string, string>, now?: number): number | undefined {
  const milliseconds = headers['retry-after-ms']?.trim();
  if (milliseconds !== undefined && NUMBER.test(milliseconds)) return Number(milliseconds);

  const after = headers['retry-after']?.trim();
  if (after !== undefined) {
    if (NUMBER.test(after)) return Number(after) * 1000;
    const date = HTTP_DATE.test(after) ? Date.parse(inGmt(after)) : Number.NaN;
    if (now !== undefined && !Number.isNaN(date)) return Math.max(0, date - now);
  }

  const remaining = headers['x-ratelimit-remaining-requests'];
  if (remaining !== undefined && Number(remaining) > 0) return undefined;
  const reset = headers['x-ratelimit-reset-requests'];
  return reset === undefined ? undefined : durationMs(reset);
}

/** The oldest of the three forms of an HTTP date names no zone, and means GMT like the others. */
function inGmt(date: string): string {
  return date.endsWith('GMT') ? date : `${date} GMT`;
}

/**
 * Milliseconds of a duration such as `1s`, `20ms`, `1m30s`, `6m0s`, or of plain seconds (`12`).
 *
 * @returns `undefined` for anything else.
 */
export function durationMs(text: string): number | undefined {
  const trimmed = text.trim();
  if (NUMBER.test(trimmed)) return Number(trimmed) * 1000;
  if (!DURATION.test(trimmed)) return undefined;
  let total = 0;
  for (const [, amount, unit] of trimmed.matchAll(STEP)) {
    total += Number(amount) * UNITS[unit as keyof typeof UNITS];
  }
  return total;
}

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ErrorKind, kindOfStatus, OfoxError, type OfoxErrorDetails } from '../../src/error.ts';
import { retryWaitMs } from '../../src/routing/retry.ts';

const context = { retries: 0, maxRetries: 2, random: 0.5 };
const error = (kind: ErrorKind, details: OfoxErrorDetails = {}) =>
  new OfoxError(kind, kind, details);
const answer = (status: number, details: OfoxErrorDetails = {}) =>
  error(kindOfStatus(status), { status, ...details });

describe('retryWaitMs', () => {
  it.each([408, 409, 429, 500, 502, 503, 504, 529])('retries %d', (status) => {
    expect(retryWaitMs(answer(status), context)).toBe(250);
  });

  it.each([400, 401, 402, 403, 404, 413, 422, 499])('does not retry %d', (status) => {
    expect(retryWaitMs(answer(status), context)).toBeUndefined();
  });

  it.each<[ErrorKind, boolean]>([
    ['unavailable', true],
    ['upstream', true],
    ['rate_limit', true],
    ['internal', true],
    ['timeout', false],
    ['stream', false],
    ['aborted', false],
    ['quota', false],
    ['content_filter', false],
    ['invalid_request', false],
  ])('without a status, %s: %s', (kind, wanted) => {
    expect(retryWaitMs(error(kind), context) !== undefined).toBe(wanted);
  });

  it('never sends again what may have been billed, unless the server says so', () => {
    expect(retryWaitMs(error('unavailable', { mayHaveBeenBilled: true }), context)).toBeUndefined();
    const headers = { 'x-should-retry': 'true' };
    const told = answer(502, { mayHaveBeenBilled: true, headers });
    expect(retryWaitMs(told, context)).toBe(250);
  });

  it('heeds x-should-retry', () => {
    const no = answer(503, { headers: { 'x-should-retry': 'false' } });
    const yes = answer(400, { headers: { 'x-should-retry': 'true' } });
    expect(retryWaitMs(no, context)).toBeUndefined();
    expect(retryWaitMs(yes, context)).toBe(250);
    const broke = answer(402, { headers: { 'x-should-retry': 'true' } });
    expect(retryWaitMs(broke, context)).toBeUndefined();
  });

  it('waits as long as the server asks, up to a minute', () => {
    expect(retryWaitMs(answer(429, { retryAfterMs: 3000 }), context)).toBe(3000);
    expect(retryWaitMs(answer(429, { retryAfterMs: 0 }), context)).toBe(0);
    expect(retryWaitMs(answer(429, { retryAfterMs: 60_000 }), context)).toBe(60_000);
    expect(retryWaitMs(answer(429, { retryAfterMs: 60_001 }), context)).toBeUndefined();
  });

  it('comes back at another moment than other callers when it was refused again', () => {
    const busy = answer(429, { retryAfterMs: 3000 });
    expect(retryWaitMs(busy, { ...context, retries: 1 })).toBe(3500);
    expect(retryWaitMs(busy, { ...context, retries: 1, random: 0 })).toBe(3000);
  });

  it('stops after as many retries as allowed', () => {
    expect(retryWaitMs(answer(503), { ...context, retries: 1 })).toBe(500);
    expect(retryWaitMs(answer(503), { ...context, retries: 2 })).toBeUndefined();
    expect(retryWaitMs(answer(503), { ...context, maxRetries: 0 })).toBeUndefined();
  });

  it('waits a random part of a time that doubles up to eight seconds', () => {
    const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    fc.assert(
      fc.property(fc.nat(50), random, (retries, part) => {
        const wait = retryWaitMs(answer(503), { retries, maxRetries: 100, random: part });
        expect(wait).toBe(part * Math.min(8000, 500 * 2 ** retries));
      }),
    );
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OfoxError } from '../../src/error.ts';
import { isOwnLimit, readRateLimit, writeRateLimit } from '../../src/routing/rate-limit.ts';

describe('readRateLimit', () => {
  it.each([
    [
      {
        'x-ratelimit-limit-requests': '200',
        'x-ratelimit-remaining-requests': '0',
        'x-ratelimit-reset-requests': '1s',
      },
      { limit: 200, remaining: 0, resetMs: 1000 },
    ],
    [
      { 'x-ratelimit-limit-requests': ' 200 ', 'x-ratelimit-remaining-requests': '195' },
      { limit: 200, remaining: 195 },
    ],
    [
      {
        'x-ratelimit-limit-requests': '9',
        'x-ratelimit-remaining-requests': '3',
        'x-ratelimit-reset-requests': '1m30s',
      },
      { limit: 9, remaining: 3, resetMs: 90_000 },
    ],
    [{ 'x-ratelimit-limit-requests': '200' }, undefined],
    [{ 'x-ratelimit-limit-requests': '-1', 'x-ratelimit-remaining-requests': '0' }, undefined],
    [{}, undefined],
  ])('reads %j', (headers, state) => {
    expect(readRateLimit(headers as Record<string, string>)).toEqual(state);
  });
});

describe('writeRateLimit', () => {
  it('writes seconds, rounded up', () => {
    expect(writeRateLimit({ limit: 200, remaining: 0, resetMs: 301 })).toEqual({
      'x-ratelimit-limit-requests': '200',
      'x-ratelimit-remaining-requests': '0',
      'x-ratelimit-reset-requests': '1s',
    });
    expect(writeRateLimit({ limit: 1, remaining: 1 })).not.toHaveProperty(
      'x-ratelimit-reset-requests',
    );
  });

  it('is read back', () => {
    const seconds = fc.nat(100_000).map((count) => count * 1000);
    const state = fc.record({ limit: fc.nat(), remaining: fc.nat(), resetMs: seconds });
    fc.assert(
      fc.property(state, (written) => {
        expect(readRateLimit(writeRateLimit(written))).toEqual(written);
      }),
    );
  });
});

describe('isOwnLimit', () => {
  const error = (
    headers?: Record<string, string>,
    kind: 'rate_limit' | 'upstream' = 'rate_limit',
  ) => new OfoxError(kind, 'x', headers === undefined ? {} : { headers });

  it('is told by headers that leave nothing', () => {
    expect(isOwnLimit(error(writeRateLimit({ limit: 200, remaining: 0 })))).toBe(true);
    expect(isOwnLimit(error(writeRateLimit({ limit: 200, remaining: 5 })))).toBe(false);
    expect(isOwnLimit(error())).toBe(false);
    expect(isOwnLimit(error(writeRateLimit({ limit: 200, remaining: 0 }), 'upstream'))).toBe(false);
  });
});

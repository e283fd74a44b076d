import { describe, expect, it } from 'vitest';
import { durationMs, retryAfterMs } from '../src/retry-after.ts';

const NOW = Date.parse('2026-11-22T10:00:00Z');

describe('retryAfterMs', () => {
  it.each<[Record<string, string>, number | undefined]>([
    [{}, undefined],
    [{ 'retry-after-ms': '1500' }, 1500],
    [{ 'retry-after-ms': '12.5', 'retry-after': '9' }, 12.5],
    [{ 'retry-after-ms': 'soon', 'retry-after': '9' }, 9000],
    [{ 'retry-after': '2' }, 2000],
    [{ 'retry-after': ' 0.25 ' }, 250],
    [{ 'retry-after': '-3' }, undefined],
    [{ 'retry-after': 'Sun, 22 Nov 2026 10:00:07 GMT' }, 7000],
    [{ 'retry-after': 'Sunday, 22-Nov-26 10:00:07 GMT' }, 7000],
    [{ 'retry-after': 'Sun Nov 22 10:00:07 2026' }, 7000],
    [{ 'retry-after': 'Sun, 22 Nov 2026 09:00:00 GMT' }, 0],
    [{ 'retry-after': 'later' }, undefined],
    [{ 'retry-after': 'later', 'x-ratelimit-reset-requests': '4s' }, 4000],
    [{ 'x-ratelimit-reset-requests': '1s' }, 1000],
    [{ 'x-ratelimit-reset-requests': '1s', 'x-ratelimit-remaining-requests': '0' }, 1000],
    [{ 'x-ratelimit-reset-requests': '12s', 'x-ratelimit-remaining-requests': '195' }, undefined],
  ])('reads %j', (headers, wanted) => {
    expect(retryAfterMs(headers, NOW)).toBe(wanted);
  });

  it('passes over a date when it does not know what time it is', () => {
    const date = 'Sun, 22 Nov 2026 10:00:07 GMT';
    expect(retryAfterMs({ 'retry-after': date })).toBeUndefined();
    expect(retryAfterMs({ 'retry-after': date, 'x-ratelimit-reset-requests': '3s' })).toBe(3000);
  });
});

describe('durationMs', () => {
  it.each<[string, number | undefined]>([
    ['1s', 1000],
    ['20ms', 20],
    ['1m30s', 90_000],
    ['6m0s', 360_000],
    ['1h2m3s4ms', 3_723_004],
    ['2m59.5s', 179_500],
    ['12', 12_000],
    ['0s', 0],
    ['', undefined],
    ['s', undefined],
    ['-1s', undefined],
    ['1 s', undefined],
    ['1s later', undefined],
  ])('reads %j as %j', (text, wanted) => {
    expect(durationMs(text)).toBe(wanted);
  });
});

import { OfoxError } from '@ofoxai/core';
import { describe, expect, it } from 'vitest';
import { isUnreached, sayError } from '../../src/text/say-error.ts';

describe('sayError', () => {
  it('tells what to do, how long to wait, and the id to ask about', () => {
    const error = new OfoxError('rate_limit', 'Slow down.', {
      status: 429,
      retryAfterMs: 1200,
      requestId: 'req_1',
    });
    expect(sayError(error)).toEqual({
      title: 'Too many requests for now.',
      advice: 'Wait a moment, then send it again. It asks to wait 2 s.',
      detail: 'Slow down.',
      requestId: 'req_1',
    });
  });

  it('tells a server that is away from one that cannot', () => {
    const away = new OfoxError('unavailable', 'No connection.');
    expect(isUnreached(away)).toBe(true);
    expect(sayError(away).title).toBe('The gateway cannot be reached.');
    expect(isUnreached(new OfoxError('unavailable', 'Busy.', { status: 503 }))).toBe(false);
  });

  it('bears what is no error of the API', () => {
    expect(sayError(new TypeError('x is undefined')).detail).toBe('x is undefined');
    expect(sayError('odd').detail).toBe('odd');
  });
});

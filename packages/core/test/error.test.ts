import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { invalid, kindOfStatus, OfoxError, statusOfKind } from '../src/error.ts';

describe('OfoxError', () => {
  it('keeps what is known and has no empty fields', () => {
    const cause = new Error('socket hang up');
    const error = new OfoxError('upstream', 'The provider failed.', {
      status: 502,
      requestId: 'req_1',
      cause,
    });
    expect(error).toMatchObject({ kind: 'upstream', status: 502, requestId: 'req_1', cause });
    expect(error.name).toBe('OfoxError');
    expect(Object.keys(error).sort()).toEqual(['kind', 'requestId', 'status']);
  });

  it('is recognised across copies of the package', () => {
    const twin = Object.create({ [Symbol.for('ofoxai.error')]: true });
    expect(OfoxError.is(twin)).toBe(true);
    expect(OfoxError.is(new OfoxError('internal', 'x'))).toBe(true);
    expect(OfoxError.is(new Error('x'))).toBe(false);
    expect(OfoxError.is(null)).toBe(false);
  });

  it('learns more without losing what it knew', () => {
    const cause = new Error('reset');
    const first = new OfoxError('timeout', 'Too slow.', { status: 504, cause });
    const second = first.with({ model: 'openai/gpt-4o', requestId: 'req_2' });
    expect(second).toMatchObject({ kind: 'timeout', message: 'Too slow.', status: 504, cause });
    expect(second).toMatchObject({ model: 'openai/gpt-4o', requestId: 'req_2' });
    expect(second.stack).toBe(first.stack);
    expect(first.model).toBeUndefined();
  });

  it('serialises its message and fields', () => {
    const error = invalid('messages', 'messages is required.', 'missing');
    expect(JSON.parse(JSON.stringify(error))).toEqual({
      name: 'OfoxError',
      kind: 'invalid_request',
      message: 'messages is required.',
      status: 400,
      param: 'messages',
      code: 'missing',
    });
    expect(inspect(error)).toContain('messages is required.');
  });
});

describe('statuses and kinds', () => {
  it.each([
    [400, 'invalid_request'],
    [401, 'authentication'],
    [402, 'quota'],
    [403, 'permission'],
    [404, 'not_found'],
    [408, 'timeout'],
    [413, 'invalid_request'],
    [422, 'invalid_request'],
    [429, 'rate_limit'],
    [500, 'internal'],
    [502, 'upstream'],
    [503, 'unavailable'],
    [504, 'timeout'],
    [520, 'upstream'],
    [529, 'unavailable'],
  ])('%i means %s', (status, kind) => {
    expect(kindOfStatus(status)).toBe(kind);
  });

  it('gives each kind a status that means it', () => {
    expect(statusOfKind('rate_limit')).toBe(429);
    expect(statusOfKind('context_length')).toBe(400);
    expect(statusOfKind('stream')).toBe(502);
  });
});

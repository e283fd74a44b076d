import { describe, expect, test } from 'vitest';
import { type ErrorKind, OfoxError } from '../../../src/error.ts';
import { anthropic } from '../../../src/protocols/anthropic/index.ts';
import { fixture } from './fixtures.ts';

function decode(status: number, body: unknown, headers: Record<string, string> = {}): OfoxError {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return anthropic.decodeError({ status, headers, body: text });
}

describe('decodeError', () => {
  test.each<[string, ErrorKind]>([
    ['invalid', 'invalid_request'],
    ['context-length', 'context_length'],
    ['credit', 'quota'],
    ['content-filter', 'content_filter'],
    ['authentication', 'authentication'],
    ['permission', 'permission'],
    ['not-found', 'not_found'],
    ['too-large', 'invalid_request'],
    ['rate-limit', 'rate_limit'],
    ['internal', 'internal'],
    ['overloaded', 'unavailable'],
  ])('%s is of kind %s', (name, kind) => {
    const { status, body } = fixture(`errors/${name}.json`) as { status: number; body: object };
    expect(decode(status, body)).toMatchObject({ kind, status, requestId: 'req_1' });
  });

  test('reads the unified body with a code of any type, and the code of the newer version', () => {
    const unified = (code: unknown) => decode(401, { error: { code, message: 'No.', type: 'x' } });
    expect([unified('invalid_api_key').code, unified(401).code, unified(null).code]).toEqual([
      'invalid_api_key',
      'x',
      'x',
    ]);
    const { status, body } = fixture('errors/authentication.json') as {
      status: number;
      body: object;
    };
    expect(decode(status, body).code).toBe('invalid_api_key');
  });

  test('finds the words of whoever failed first', () => {
    const inner = { error: { message: 'Inner.', type: 'x' } };
    const wrapped = {
      error: { message: 'Provider returned error', metadata: { raw: JSON.stringify(inner) } },
    };
    expect(decode(502, wrapped).message).toBe('Inner.');
    expect(decode(502, { error: { message: `500 ${JSON.stringify(inner)}` } }).message).toBe(
      'Inner.',
    );
  });

  test('tells a page, a text and nothing for what they are', () => {
    expect(decode(502, '<html><title>Bad gateway</title></html>').message).toContain('Bad gateway');
    expect(decode(503, '').message).toContain('503');
    expect(decode(503, 'upstream timed out').message).toBe('upstream timed out');
  });

  test('reads when to try again, and keeps no credentials', () => {
    const headers = { 'retry-after': '2', 'request-id': 'req_h', 'set-cookie': 'secret' };
    const error = decode(429, {}, headers);
    expect(error).toMatchObject({ retryAfterMs: 2000, requestId: 'req_h' });
    expect(JSON.stringify(error)).not.toContain('secret');
  });
});

describe('encodeError', () => {
  test.each<[ErrorKind, number, string]>([
    ['invalid_request', 400, 'invalid_request_error'],
    ['authentication', 401, 'authentication_error'],
    ['quota', 402, 'billing_error'],
    ['permission', 403, 'permission_error'],
    ['not_found', 404, 'not_found_error'],
    ['rate_limit', 429, 'rate_limit_error'],
    ['context_length', 400, 'invalid_request_error'],
    ['content_filter', 400, 'invalid_request_error'],
    ['internal', 500, 'api_error'],
    ['upstream', 502, 'api_error'],
    ['unavailable', 503, 'overloaded_error'],
    ['timeout', 504, 'timeout_error'],
    ['stream', 502, 'api_error'],
  ])('%s has status %i and type %s', (kind, status, type) => {
    expect(anthropic.encodeError(new OfoxError(kind, 'Why.'))).toMatchObject({
      status,
      body: {
        type: 'error',
        error: { type, message: 'Why.', code: null, param: null },
        request_id: null,
      },
    });
  });

  test('tells the field, the code, when to try again and when not', () => {
    const error = new OfoxError('rate_limit', 'Slow.', {
      code: 'rate_limit_exceeded',
      param: 'model',
      retryAfterMs: 1200,
      requestId: 'req_1',
    });
    expect(anthropic.encodeError(error)).toEqual({
      status: 429,
      headers: { 'retry-after': '2', 'retry-after-ms': '1200' },
      body: {
        type: 'error',
        error: {
          type: 'rate_limit_error',
          message: 'Slow.',
          code: 'rate_limit_exceeded',
          param: 'model',
          details: { error_code: 'rate_limit_exceeded' },
        },
        request_id: 'req_1',
      },
    });
    expect(anthropic.encodeError(new OfoxError('quota', 'x')).headers).toEqual({
      'x-should-retry': 'false',
    });
  });

  test('knows sizes, conflicts and statuses that are its own', () => {
    const typeOf = (status: number) =>
      anthropic.encodeError(new OfoxError('invalid_request', 'x', { status })).body.error;
    expect([typeOf(413), typeOf(409)]).toMatchObject([
      { type: 'request_too_large' },
      { type: 'conflict_error' },
    ]);
    const overloaded = new OfoxError('unavailable', 'x', { status: 529 });
    expect(anthropic.encodeError(overloaded).status).toBe(503);
  });

  test('blots out keys', () => {
    const error = new OfoxError('authentication', 'Incorrect API key: sk-test-1234567890.');
    expect(JSON.stringify(anthropic.encodeError(error).body)).not.toContain('1234567890');
  });

  test('comes back the same', () => {
    const error = new OfoxError('permission', 'No.', { code: 'no_access', status: 403 });
    const { status, body } = anthropic.encodeError(error);
    expect(decode(status, body)).toMatchObject({
      kind: 'permission',
      code: 'no_access',
      message: 'No.',
    });
  });
});

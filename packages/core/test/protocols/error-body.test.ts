import { describe, expect, test } from 'vitest';
import { type ErrorKind, OfoxError } from '../../src/error.ts';
import { anthropic } from '../../src/protocols/anthropic/index.ts';
import { gemini } from '../../src/protocols/gemini/index.ts';
import { openai } from '../../src/protocols/openai/index.ts';

describe.each([openai, anthropic, gemini])('an error on the wire of $name', (wire) => {
  test.each<[ErrorKind, number | undefined, number]>([
    ['unavailable', 529, 503],
    ['authentication', 400, 401],
    ['authentication', 403, 401],
    ['quota', 400, 402],
    ['quota', 429, 429],
    ['invalid_request', 413, 413],
    ['upstream', 520, 520],
    ['stream', 200, 502],
    ['timeout', undefined, 504],
  ])('%s that came with %s has the status %s', (kind, status, told) => {
    const error = new OfoxError(kind, 'No.', status === undefined ? {} : { status });
    expect(wire.encodeError(error).status).toBe(told);
  });

  test('never quotes a key', () => {
    const message = 'Incorrect API key provided: sk-test-1234567890. Get another one.';
    const { body } = wire.encodeError(new OfoxError('authentication', message));
    expect(JSON.stringify(body)).not.toContain('sk-test');
    expect(JSON.stringify(body)).toContain('Get another one.');
  });

  test('says when to come back, and when never to', () => {
    const limited = new OfoxError('rate_limit', 'Later.', { retryAfterMs: 1500 });
    expect(wire.encodeError(limited).headers).toEqual({
      'retry-after': '2',
      'retry-after-ms': '1500',
    });
    const wrong = new OfoxError('invalid_request', 'No.');
    expect(wire.encodeError(wrong).headers).toEqual({ 'x-should-retry': 'false' });
  });
});

test("OpenAI's callers get its own code for what they treat apart, whoever told it", () => {
  const codeOf = (error: OfoxError) =>
    (openai.encodeError(error).body.error as { code: unknown }).code;
  const far = { protocol: 'gemini' as const, code: 'INVALID_ARGUMENT' };
  expect(codeOf(new OfoxError('context_length', 'Long.', far))).toBe('context_length_exceeded');
  const near = { protocol: 'openai' as const, code: 'string_above_max_length' };
  expect(codeOf(new OfoxError('context_length', 'Long.', near))).toBe('string_above_max_length');
  const typed = { protocol: 'openai' as const, code: 'invalid_request_error' };
  expect(codeOf(new OfoxError('context_length', 'Long.', typed))).toBe('context_length_exceeded');
  expect(codeOf(new OfoxError('rate_limit', 'Later.', far))).toBe('INVALID_ARGUMENT');
  expect(codeOf(new OfoxError('upstream', 'No.'))).toBe(null);
});

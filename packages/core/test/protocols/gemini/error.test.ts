import { describe, expect, it } from 'vitest';
import { type ErrorKind, OfoxError } from '../../../src/error.ts';
import { gemini } from '../../../src/protocols/gemini/index.ts';

const decode = (status: number, body: unknown, headers?: Record<string, string>) =>
  gemini.decodeError({
    status,
    body: typeof body === 'string' ? body : JSON.stringify(body),
    ...(headers ? { headers } : {}),
    model: 'google/x',
  });

const google = (code: number, status: string, message = 'No.', details?: unknown[]) => ({
  error: { code, message, status, ...(details ? { details } : {}) },
});

describe('decodeError', () => {
  it.each<[number, string, ErrorKind]>([
    [400, 'INVALID_ARGUMENT', 'invalid_request'],
    [400, 'FAILED_PRECONDITION', 'invalid_request'],
    [401, 'UNAUTHENTICATED', 'authentication'],
    [403, 'PERMISSION_DENIED', 'permission'],
    [404, 'NOT_FOUND', 'not_found'],
    [429, 'RESOURCE_EXHAUSTED', 'rate_limit'],
    [499, 'CANCELLED', 'aborted'],
    [500, 'INTERNAL', 'internal'],
    [502, 'UNAVAILABLE', 'upstream'],
    [503, 'UNAVAILABLE', 'unavailable'],
    [504, 'DEADLINE_EXCEEDED', 'timeout'],
  ])('%i %s is %s', (code, status, kind) => {
    const body = google(code, status);
    const expected = {
      kind,
      status: code,
      code: status,
      message: 'No.',
      protocol: 'gemini',
      model: 'google/x',
    };
    expect(decode(code, body)).toMatchObject(expected);
    expect(decode(code, [body])).toMatchObject(expected);
  });

  it('knows a wrong key, which Google answers with 400', () => {
    const info = { '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason: 'API_KEY_INVALID' };
    const told = decode(400, google(400, 'INVALID_ARGUMENT', 'API key not valid.', [info]));
    expect(told).toMatchObject({ kind: 'authentication', code: 'API_KEY_INVALID', status: 400 });
    expect(gemini.encodeError(told)).toMatchObject({
      status: 401,
      body: { error: { code: 401, status: 'UNAUTHENTICATED' } },
    });
  });

  it.each<[number, string, ErrorKind]>([
    [
      400,
      'The input token count (1200000) exceeds the maximum number of tokens allowed (1048576).',
      'context_length',
    ],
    [400, 'Blocked by the content filter.', 'content_filter'],
    [429, 'Insufficient credits. Please top up.', 'quota'],
    [429, 'You exceeded your current quota.', 'rate_limit'],
    [402, 'Pay.', 'quota'],
  ])('%i "%s" is %s', (status, message, kind) => {
    expect(decode(status, google(status, 'X', message)).kind).toBe(kind);
  });

  it('reads when to come back and which field is at fault', () => {
    const details = [
      { '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '34.4s' },
      {
        '@type': 'type.googleapis.com/google.rpc.BadRequest',
        fieldViolations: [{ field: 'contents[0].parts', description: 'x' }],
      },
    ];
    const error = decode(429, google(429, 'RESOURCE_EXHAUSTED', 'x', details));
    expect(error).toMatchObject({ retryAfterMs: 34_400, param: 'contents[0].parts', details });
    expect(decode(429, google(429, 'X'), { 'retry-after': '2' }).retryAfterMs).toBe(2000);
  });

  it('reads the unified body and what stands around it', () => {
    const body = {
      error: { code: 'invalid_api_key', message: 'No key.', type: 'authentication_error' },
      request_id: 'req_1',
    };
    expect(decode(401, body)).toMatchObject({ code: 'invalid_api_key', requestId: 'req_1' });
    const headers = { 'x-request-id': 'h', 'set-cookie': 'secret' };
    expect(decode(401, body, headers)).toMatchObject({
      requestId: 'h',
      headers: { 'x-request-id': 'h' },
    });
    for (const code of [null, 401]) {
      expect(decode(401, { error: { code, message: 'x', type: 'a' } }).kind).toBe('authentication');
    }
  });

  it('digs out the words of whoever failed first', () => {
    const inner = JSON.stringify(google(503, 'UNAVAILABLE', 'The model is overloaded.'));
    expect(decode(502, google(502, 'X', inner)).message).toBe('The model is overloaded.');
    const raw = { error: { message: 'Provider returned error', metadata: { raw: inner } } };
    expect(decode(502, raw).message).toBe('The model is overloaded.');
    expect(decode(400, { detail: 'Not so.' }).message).toBe('Not so.');
    expect(decode(400, { error: 'Not so.' }).message).toBe('Not so.');
  });

  it('never repeats a key', () => {
    const key = `AIza${'x'.repeat(35)}`;
    const message = `Consumer 'api_key:${key}' has been suspended.`;
    const error = decode(403, google(403, 'PERMISSION_DENIED', message));
    expect(error.message).toBe("Consumer 'api_key:AIza…' has been suspended.");
  });

  it.each([
    ['', 'The provider answered 502 without saying why.'],
    [
      '<html><title>Bad Gateway</title></html>',
      'The provider answered 502 with a web page: Bad Gateway',
    ],
    ['upstream connect error', 'upstream connect error'],
    ['{}', 'The provider answered 502 without saying why.'],
    ['[]', '[]'],
    ['{"error":{}}', 'The provider answered 502 without saying why.'],
  ])('makes the best of the body %j', (body, message) => {
    expect(decode(502, body)).toMatchObject({ kind: 'upstream', message });
  });
});

describe('encodeError', () => {
  it('is a body that Google SDKs and readers of the unified one understand', () => {
    const error = new OfoxError('authentication', 'No key.', { code: 'invalid_api_key' });
    expect(gemini.encodeError(error)).toEqual({
      status: 401,
      headers: { 'x-should-retry': 'false' },
      body: {
        error: {
          code: 401,
          message: 'No key.',
          status: 'UNAUTHENTICATED',
          type: 'authentication_error',
          details: [
            { '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason: 'invalid_api_key' },
          ],
        },
      },
    });
  });

  it('tells when to come back, and whether there is a point in it', () => {
    const limited = new OfoxError('rate_limit', 'x', { retryAfterMs: 1500 });
    const { headers, body } = gemini.encodeError(limited);
    expect(headers).toEqual({ 'retry-after': '2', 'retry-after-ms': '1500' });
    expect(JSON.stringify(body)).toContain('"retryDelay":"1.5s"');
    expect(gemini.encodeError(new OfoxError('quota', 'x')).headers).toEqual({
      'x-should-retry': 'false',
    });
  });

  it('hands on what Google said in detail, and only that', () => {
    const details = [{ '@type': 'x', more: 1 }];
    const own = new OfoxError('rate_limit', 'x', { protocol: 'gemini', details });
    expect(gemini.encodeError(own).body.error).toMatchObject({ details });
    const other = new OfoxError('rate_limit', 'x', { protocol: 'openai', details });
    expect(gemini.encodeError(other).body.error).not.toHaveProperty('details');
  });

  it.each<[ErrorKind, string, string]>([
    ['invalid_request', 'INVALID_ARGUMENT', 'invalid_request_error'],
    ['authentication', 'UNAUTHENTICATED', 'authentication_error'],
    ['permission', 'PERMISSION_DENIED', 'permission_error'],
    ['not_found', 'NOT_FOUND', 'not_found_error'],
    ['rate_limit', 'RESOURCE_EXHAUSTED', 'rate_limit_error'],
    ['content_filter', 'INVALID_ARGUMENT', 'invalid_request_error'],
    ['context_length', 'INVALID_ARGUMENT', 'invalid_request_error'],
    ['internal', 'INTERNAL', 'internal_error'],
    ['upstream', 'UNAVAILABLE', 'upstream_error'],
    ['unavailable', 'UNAVAILABLE', 'service_unavailable'],
    ['timeout', 'DEADLINE_EXCEEDED', 'timeout_error'],
    ['stream', 'UNAVAILABLE', 'upstream_error'],
  ])('%s is %s and %s', (kind, status, type) => {
    const param = kind === 'invalid_request' ? 'contents' : undefined;
    const encoded = gemini.encodeError(new OfoxError(kind, 'x', param ? { param } : {}));
    expect(encoded.body.error).toMatchObject({ code: encoded.status, status, type });
    const read = gemini.decodeError({ ...encoded, body: JSON.stringify(encoded.body) });
    expect(read.status).toBe(encoded.status);
    expect(read.param).toBe(param);
  });
});

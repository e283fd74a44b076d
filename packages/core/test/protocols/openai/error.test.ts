import { describe, expect, it } from 'vitest';
import { type ErrorKind, OfoxError } from '../../../src/error.ts';
import { openai } from '../../../src/protocols/openai/index.ts';

function read(status: number, body: unknown, headers: Record<string, string> = {}): OfoxError {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return openai.decodeError({ status, headers, body: text, model: 'm' });
}

describe('decodeError', () => {
  const cases: [number, unknown, ErrorKind, string | undefined, string][] = [
    [
      400,
      { error: { message: 'bad', type: 'invalid_request_error', param: 'n', code: null } },
      'invalid_request',
      'invalid_request_error',
      'bad',
    ],
    [
      400,
      { error: { message: 'No. [ofox.ai]', type: 'invalid_request_error', code: 400 } },
      'invalid_request',
      '400',
      'No. [ofox.ai]',
    ],
    [
      401,
      { error: { message: 'key', type: 'authentication_error', code: 'invalid_api_key' } },
      'authentication',
      'invalid_api_key',
      'key',
    ],
    [
      402,
      { error: { message: 'pay', code: 'insufficient_credits' } },
      'quota',
      'insufficient_credits',
      'pay',
    ],
    [403, { error: { message: 'no' } }, 'permission', undefined, 'no'],
    [
      404,
      { error: { message: 'gone', type: 'model_not_found', code: 404 } },
      'not_found',
      '404',
      'gone',
    ],
    [413, { error: { message: 'big' } }, 'invalid_request', undefined, 'big'],
    [
      429,
      { error: { message: 'slow', type: 'requests', code: 'rate_limit_exceeded' } },
      'rate_limit',
      'rate_limit_exceeded',
      'slow',
    ],
    [
      429,
      { error: { message: 'pay', type: 'insufficient_quota', code: 'insufficient_quota' } },
      'quota',
      'insufficient_quota',
      'pay',
    ],
    [500, { error: { message: 'oops', type: 'server_error' } }, 'internal', 'server_error', 'oops'],
    [502, {}, 'upstream', undefined, 'The provider answered 502 without saying why.'],
    [503, '', 'unavailable', undefined, 'The provider answered 503 without saying why.'],
    [504, 'gateway timeout', 'timeout', undefined, 'gateway timeout'],
    [
      520,
      '<html><head><title>520: Web server</title></head></html>',
      'upstream',
      undefined,
      'The provider answered 520 with a web page: 520: Web server',
    ],
    [
      400,
      { error: { message: 'x', code: 'context_length_exceeded' } },
      'context_length',
      'context_length_exceeded',
      'x',
    ],
    [
      400,
      { error: { message: "This model's maximum context length is 8192 tokens." } },
      'context_length',
      undefined,
      "This model's maximum context length is 8192 tokens.",
    ],
    [
      400,
      { error: { message: 'prompt is too long: 9 tokens > 8 maximum' } },
      'context_length',
      undefined,
      'prompt is too long: 9 tokens > 8 maximum',
    ],
    [
      400,
      { error: { message: 'blocked', code: 'content_filter' } },
      'content_filter',
      'content_filter',
      'blocked',
    ],
    [
      400,
      {
        error: {
          message: 'Your request was rejected by our safety system.',
          type: 'image_generation_user_error',
        },
      },
      'content_filter',
      'image_generation_user_error',
      'Your request was rejected by our safety system.',
    ],
    [400, { error: 'plain' }, 'invalid_request', undefined, 'plain'],
    [
      422,
      { detail: [{ msg: 'field required' }] },
      'invalid_request',
      undefined,
      '[{"msg":"field required"}]',
    ],
    [
      400,
      { object: 'error', message: 'vllm', type: 'BadRequestError', code: 400 },
      'invalid_request',
      '400',
      'vllm',
    ],
    [400, [], 'invalid_request', undefined, '[]'],
    [400, { oops: 1 }, 'invalid_request', undefined, '{"oops":1}'],
    [400, { error: {} }, 'invalid_request', undefined, '{"error":{}}'],
  ];

  it.each(cases)('reads %i %j', (status, body, kind, code, message) => {
    const error = read(status, body);
    expect(error).toMatchObject({ kind, status, message, protocol: 'openai', model: 'm' });
    expect(error.code).toBe(code);
  });

  it('tells the words of whoever failed first', () => {
    const raw = JSON.stringify({ error: { message: 'the true reason' } });
    const wrapped = { error: { message: 'Provider returned error', code: 400, metadata: { raw } } };
    expect(read(400, wrapped).message).toBe('the true reason');
    expect(read(502, { error: { message: `upstream said: ${raw}` } }).message).toBe(
      'the true reason',
    );
    expect(
      read(400, { error: { message: 'x', metadata: { raw: { error: { message: 'y' } } } } })
        .message,
    ).toBe('y');
  });

  it('keeps param, request id, waiting time and headers, but no credentials', () => {
    const error = read(
      429,
      { error: { message: 'slow', param: 'messages[0]' }, request_id: 'req_body' },
      {
        'retry-after': '2',
        'x-request-id': 'req_1',
        'set-cookie': 'secret',
        'x-ratelimit-limit-requests': '200',
      },
    );
    expect(error).toMatchObject({ param: 'messages[0]', requestId: 'req_1', retryAfterMs: 2000 });
    expect(error.headers).not.toHaveProperty('set-cookie');
    expect(error.headers).toHaveProperty('x-ratelimit-limit-requests', '200');
    expect(read(400, { request_id: 'req_body', error: {} }).requestId).toBe('req_body');
  });

  it('quotes at most the beginning of a long text', () => {
    expect(read(500, 'x'.repeat(100_000)).message.length).toBeLessThan(600);
  });
});

describe('encodeError', () => {
  it('writes what the documents and the SDKs read', () => {
    const error = new OfoxError('rate_limit', 'Slow down.', {
      retryAfterMs: 1500,
      requestId: 'req_1',
    });
    expect(openai.encodeError(error)).toEqual({
      status: 429,
      headers: { 'retry-after': '2', 'retry-after-ms': '1500' },
      body: {
        type: 'error',
        error: { message: 'Slow down.', type: 'rate_limit_error', param: null, code: null },
        request_id: 'req_1',
      },
    });
  });

  it.each([
    ['invalid_request', 400, 'invalid_request_error'],
    ['authentication', 401, 'authentication_error'],
    ['permission', 403, 'permission_error'],
    ['not_found', 404, 'not_found_error'],
    ['rate_limit', 429, 'rate_limit_error'],
    ['internal', 500, 'internal_error'],
    ['upstream', 502, 'upstream_error'],
    ['unavailable', 503, 'service_unavailable'],
  ] as const)('writes %s as %i %s, and reads it back', (kind, status, type) => {
    const encoded = openai.encodeError(new OfoxError(kind, 'm'));
    expect(encoded).toMatchObject({ status, body: { error: { type } } });
    expect(openai.decodeError({ status, body: JSON.stringify(encoded.body) }).kind).toBe(kind);
  });

  it.each(['context_length', 'content_filter', 'quota'] as const)(
    'writes %s so that it is read back',
    (kind) => {
      const { status, headers, body } = openai.encodeError(new OfoxError(kind, 'm'));
      expect(openai.decodeError({ status, body: JSON.stringify(body) }).kind).toBe(kind);
      if (kind === 'quota') expect(headers['x-should-retry']).toBe('false');
    },
  );

  it('writes an error into a stream in the form that it is read in', () => {
    const error = new OfoxError('unavailable', 'Later.', { code: 'overloaded' });
    const text = openai.encodeStream().fail(error);
    expect(text).toBe(
      'data: {"type":"error","error":{"message":"Later.","type":"service_unavailable","param":null,"code":"overloaded"}}\n\n',
    );
    const decoder = openai.decodeStream();
    expect(() => decoder.push({ data: text.slice(6).trim() }, () => {})).toThrow('Later.');
  });
});

import { describe, expect } from 'vitest';
import { error, RETRY_AFTER_FORMS, tryLater } from '../../src/index.ts';
import { CHAT, GENERATE, MESSAGES, send } from '../raw-client.ts';
import { it } from '../upstream-test.ts';

describe('error', () => {
  it("has each protocol's own body", async ({ upstream }) => {
    upstream.script(error({ status: 429, message: 'Slow down' }), { times: 3 });
    const ask = (path: string) => send(upstream.port, path, { body: {} });
    const openai = await ask(CHAT);
    expect(openai.status).toBe(429);
    expect(openai.headers['x-request-id']).toBe('req_1');
    expect(JSON.parse(openai.text)).toEqual({
      error: { message: 'Slow down', type: 'rate_limit_error', param: null, code: null },
    });
    expect(JSON.parse((await ask(MESSAGES)).text)).toEqual({
      type: 'error',
      error: { type: 'rate_limit_error', message: 'Slow down' },
    });
    expect(JSON.parse((await ask(GENERATE)).text)).toEqual({
      error: { code: 429, message: 'Slow down', status: 'RESOURCE_EXHAUSTED' },
    });
  });

  it('names the statuses that protocols name', async ({ upstream }) => {
    for (const [status, openai, anthropic, gemini] of [
      [400, 'invalid_request_error', 'invalid_request_error', 'INVALID_ARGUMENT'],
      [401, 'authentication_error', 'authentication_error', 'UNAUTHENTICATED'],
      [500, 'server_error', 'api_error', 'INTERNAL'],
      [503, 'server_error', 'api_error', 'UNAVAILABLE'],
      [529, 'server_error', 'overloaded_error', 'UNKNOWN'],
    ] as const) {
      upstream.script(error({ status }), { times: 3 });
      const body = async (path: string) =>
        JSON.parse((await send(upstream.port, path, { body: {} })).text).error;
      expect((await body(CHAT)).type).toBe(openai);
      expect((await body(MESSAGES)).type).toBe(anthropic);
      expect((await body(GENERATE)).status).toBe(gemini);
    }
  });

  it('hides in a success', async ({ upstream }) => {
    upstream.script(error({ status: 503, code: 'overloaded' }, { httpStatus: 200 }));
    const answer = await send(upstream.port, CHAT, { body: {} });
    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.text).error.code).toBe('overloaded');
  });
});

describe('tryLater', () => {
  const now = Date.UTC(2026, 0, 1);
  const expected: Record<(typeof RETRY_AFTER_FORMS)[number], [string, string] | undefined> = {
    seconds: ['retry-after', '2'],
    fraction: ['retry-after', '1.5'],
    date: ['retry-after', 'Thu, 01 Jan 2026 00:00:01 GMT'],
    milliseconds: ['retry-after-ms', '1500'],
    'ratelimit-reset': ['x-ratelimit-reset-requests', '1500ms'],
    'anthropic-reset': ['anthropic-ratelimit-requests-reset', '2026-01-01T00:00:01.500Z'],
    'retry-info': undefined,
    none: undefined,
    garbage: ['retry-after', 'soon'],
    negative: ['retry-after', '-1'],
    past: ['retry-after', 'Wed, 31 Dec 2025 23:59:00 GMT'],
  };
  for (const form of RETRY_AFTER_FORMS) {
    it(`says it as ${form}`, async ({ upstream }) => {
      upstream.script(tryLater(form, 1500, { now }));
      const answer = await send(upstream.port, GENERATE, { body: {} });
      expect(answer.status).toBe(429);
      const header = expected[form];
      if (header === undefined) {
        expect(Object.keys(answer.headers).join()).not.toMatch(/retry|reset/);
      } else {
        expect(answer.headers[header[0]]).toBe(header[1]);
      }
      const delays = form === 'retry-info' ? [{ retryDelay: '1.5s' }] : undefined;
      const { details } = JSON.parse(answer.text).error;
      if (delays === undefined) expect(details).toBeUndefined();
      else expect(details).toMatchObject(delays);
    });
  }

  it('has a status of its own', async ({ upstream }) => {
    upstream.script(tryLater('seconds', 1000, { status: 503 }));
    expect((await send(upstream.port, CHAT, { body: {} })).status).toBe(503);
  });
});

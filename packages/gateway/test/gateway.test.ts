import { describe, expect, it } from 'vitest';
import { answer, scriptedProvider } from './support/scripted-provider.ts';
import { CHATS, KEY, serve } from './support/serve.ts';
import { signal } from './support/signal.ts';

const provider = scriptedProvider(({ model }) => answer(model, 'Hi'));

const LIMIT_HEADERS = [
  'x-ratelimit-limit-requests',
  'x-ratelimit-remaining-requests',
  'x-ratelimit-reset-requests',
] as const;

const limitHeaders = (response: Response) =>
  LIMIT_HEADERS.map((name) => response.headers.get(name));

describe('keys', () => {
  const accepted: [keyof typeof CHATS, Record<string, string>, string][] = [
    ['openai', { authorization: `Bearer ${KEY}` }, ''],
    ['anthropic', { 'x-api-key': KEY }, ''],
    ['anthropic', { authorization: `Bearer ${KEY}` }, '?beta=true'],
    ['anthropic', { 'x-api-key': 'sk-test-wrong', authorization: `Bearer ${KEY}` }, ''],
    ['gemini', { 'x-goog-api-key': KEY }, ''],
    ['gemini', { authorization: `Bearer ${KEY}` }, ''],
    ['gemini', {}, `?key=${KEY}`],
  ];

  it.each(accepted)('%s takes %j %s', async (protocol, headers, query) => {
    const { url } = await serve({ provider });
    const { path, body } = CHATS[protocol];
    const response = await fetch(`${url}${path}${query}`, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
    });
    expect(response.status).toBe(200);
    await response.json();
  });

  it.each([
    ['openai', 'Authorization: Bearer'],
    ['anthropic', 'x-api-key'],
    ['gemini', 'x-goog-api-key'],
  ] as const)('%s tells which header is missing', async (protocol, header) => {
    const { url } = await serve({ provider });
    const { path, body } = CHATS[protocol];
    const response = await fetch(url + path, { method: 'POST', body: JSON.stringify(body) });
    expect(response.status).toBe(401);
    expect(response.headers.get('x-ratelimit-limit-requests')).toBeNull();
    const { error } = (await response.json()) as { error: { message: string; type: string } };
    expect(error.message).toContain(header);
    expect(error.type).toBe('authentication_error');
  });

  it('refuses a wrong key with the documented body', async () => {
    const { post } = await serve({ provider });
    const { path, body } = CHATS.openai;
    const response = await post(path, body, { authorization: 'Bearer sk-test-wrong' });
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({
      error: {
        code: 'invalid_api_key',
        message: 'The provided API Key is invalid. Please check and try again.',
        type: 'authentication_error',
      },
    });
  });

  it('does not take the header of another protocol', async () => {
    const { url } = await serve({ provider });
    const { path, body } = CHATS.openai;
    const response = await fetch(`${url}${path}?key=${KEY}`, {
      method: 'POST',
      headers: { 'x-api-key': KEY, 'x-goog-api-key': KEY },
      body: JSON.stringify(body),
    });
    expect(response.status).toBe(401);
  });

  it('asks none for models and health', async () => {
    const { url } = await serve({ provider });
    for (const path of ['/v1/models', '/anthropic/v1/models', '/gemini/v1/models', '/healthz']) {
      const response = await fetch(url + path);
      expect(response.status).toBe(200);
      expect(response.headers.get('x-ratelimit-limit-requests')).toBeNull();
    }
  });
});

describe('limits', () => {
  const clock = { time: 0, now: () => clock.time, every: () => () => {} };

  it('counts each request and refuses those over the limit', async () => {
    const { post, call } = await serve({ provider, rpm: 2, clock });
    const { path, body } = CHATS.openai;
    clock.time = 0;
    expect(limitHeaders(await post(path, body))).toEqual(['2', '1', '60s']);
    clock.time = 10_500;
    expect(limitHeaders(await post(path, body))).toEqual(['2', '0', '50s']);
    const refused = await post(path, body);
    expect(refused.status).toBe(429);
    expect(limitHeaders(refused)).toEqual(['2', '0', '50s']);
    expect(refused.headers.get('retry-after')).toBe('50');
    expect(refused.headers.get('retry-after-ms')).toBe('49500');
    expect(await refused.json()).toMatchObject({
      error: { type: 'rate_limit_error', code: 'rate_limit_exceeded' },
    });
    expect(limitHeaders(await call('/v1/models'))).toEqual(['2', '0', '50s']);
    clock.time = 60_000;
    expect(limitHeaders(await post(path, body))).toEqual(['2', '0', '11s']);
  });

  it('tells the state on errors too, and counts what was refused for other reasons', async () => {
    const { post, call } = await serve({ provider, clock });
    const bad = await post('/v1/chat/completions', '{');
    expect([bad.status, limitHeaders(bad)[1]]).toEqual([400, '199']);
    const lost = await call('/v1/nowhere');
    expect([lost.status, limitHeaders(lost)[1]]).toEqual([404, '199']);
    const wrong = await call('/v1/chat/completions');
    expect([wrong.status, limitHeaders(wrong)[1]]).toEqual([405, '199']);
  });

  it('gives each key its own, and asks a shared store when there is one', async () => {
    const asked: [string, number][] = [];
    const state = { allowed: true, limit: 9, remaining: 8, resetMs: 0 };
    const limits = {
      take: async (key: string, limit: number) => {
        asked.push([key, limit]);
        return state;
      },
      peek: () => state,
    };
    const keys = [KEY, { key: 'sk-test-other', name: 'other', rpm: 9 }];
    const { post } = await serve({ provider, keys, limits });
    const { path, body } = CHATS.openai;
    await post(path, body, { authorization: 'Bearer sk-test-other' });
    const response = await post(path, body);
    expect(limitHeaders(response)).toEqual(['9', '8', '0s']);
    expect(asked).toEqual([
      [expect.stringMatching(/^key_/), 9],
      [expect.any(String), 200],
    ]);
  });
});

describe('every answer', () => {
  it('has an id of its own in both spellings, and keeps the caller’s for the log', async () => {
    const { call, records } = await serve({ provider });
    const response = await call('/v1/models', { headers: { 'x-request-id': 'mine-1' } });
    const id = response.headers.get('x-request-id');
    expect(id).toMatch(/^req_[0-9a-f]{32}$/);
    expect(response.headers.get('request-id')).toBe(id);
    await expect.poll(() => records[0]).toMatchObject({ id, clientRequestId: 'mine-1' });
  });

  it('is open to pages of any origin', async () => {
    const { call } = await serve({ provider });
    const response = await call('/v1/models', { headers: { origin: 'https://page.example' } });
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
    expect(response.headers.get('access-control-expose-headers')).toContain('x-ofox-attempts');
  });
});

describe('preflights', () => {
  it('repeat the headers that the page wants', async () => {
    const { url } = await serve({ provider });
    const response = await fetch(`${url}/anthropic/v1/messages`, {
      method: 'OPTIONS',
      headers: {
        origin: 'https://page.example',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization,x-stainless-lang',
      },
    });
    expect(response.status).toBe(204);
    const { headers } = response;
    expect(headers.get('access-control-allow-origin')).toBe('*');
    expect(headers.get('access-control-allow-methods')).toBe('POST');
    expect(headers.get('access-control-allow-headers')).toBe('authorization,x-stainless-lang');
  });
});

describe('what is not there', () => {
  it.each([
    ['/v1/nowhere', { type: 'not_found_error', code: 'unknown_url' }],
    ['/anthropic/v1/complete', { type: 'not_found_error' }],
    ['/gemini/v1beta/v1/models', { status: 'NOT_FOUND', code: 404 }],
  ])('%s is told in its protocol’s words', async (path, error) => {
    const { call } = await serve({ provider });
    const response = await call(path);
    expect(response.status).toBe(404);
    expect(response.headers.get('content-type')).toContain('application/json');
    expect(await response.json()).toMatchObject({ error });
  });

  it.each([
    ['GET', '/v1/chat/completions', 'POST, OPTIONS'],
    ['POST', '/v1/models', 'GET, HEAD, OPTIONS'],
    ['DELETE', '/gemini/v1/models/x:generateContent', 'POST, OPTIONS'],
    ['PUT', '/healthz', 'GET, HEAD, OPTIONS'],
  ])('%s %s is a 405', async (method, path, allow) => {
    const { call } = await serve({ provider });
    const response = await call(path, { method });
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe(allow);
    expect(await response.json()).toHaveProperty('error.message');
  });

  it('answers HEAD without a body', async () => {
    const { call } = await serve({ provider });
    const response = await call('/healthz', { method: 'HEAD' });
    expect(response.status).toBe(200);
    expect(await response.text()).toBe('');
  });
});

describe('the log', () => {
  it('has one line for each request, without content or key', async () => {
    const { post, records } = await serve({ provider });
    await post(CHATS.openai.path, CHATS.openai.body);
    await post(`${CHATS.gemini.path}?key=${KEY}`, '{"contents":"secret words"}');
    await expect.poll(() => records.length).toBe(2);
    expect(records[0]).toMatchObject({
      method: 'POST',
      path: '/v1/chat/completions',
      status: 200,
      protocol: 'openai',
      endpoint: 'chat',
      key: 'tester',
      model: 'openai/gpt-4o',
      servedModel: 'openai/gpt-4o',
      provider: 'scripted',
      inputTokens: 3,
      outputTokens: 2,
      cost: '0.0000275',
    });
    expect(records[1]).toMatchObject({ status: 400, error: 'invalid_request' });
    expect(JSON.stringify(records)).not.toMatch(/Hello|secret|sk-test/);
  });

  it('has the cause of a fault of the gateway itself, which the caller is not told', async () => {
    const broken = scriptedProvider(() => {
      throw new TypeError('a secret detail');
    });
    const { post, failures } = await serve({ provider: broken });
    const response = await post(CHATS.anthropic.path, CHATS.anthropic.body);
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain('secret');
    expect(failures).toEqual([
      { id: response.headers.get('request-id'), err: expect.any(TypeError) },
    ]);
  });
});

describe('close', () => {
  it('lets answers under way finish', async () => {
    const begun = signal();
    const released = signal();
    const slow = scriptedProvider(async function* ({ model }) {
      begun.give();
      await released.given;
      yield* answer(model, 'late');
    });
    const { gateway, post } = await serve({ provider: slow });
    const response = post(CHATS.openai.path, CHATS.openai.body);
    await begun.given;
    const closed = gateway.close();
    released.give();
    expect((await response).status).toBe(200);
    await (await response).json();
    await closed;
  });

  it('breaks those that do not finish in time, and says so', async () => {
    const endless = scriptedProvider(async function* ({ model }, options) {
      yield* answer(model, 'begun').slice(0, 2);
      await new Promise((_, reject) => {
        options.signal.addEventListener('abort', () => reject(options.signal.reason));
      });
    });
    const { gateway, post } = await serve({ provider: endless });
    const response = await post(CHATS.anthropic.path, { ...CHATS.anthropic.body, stream: true });
    await gateway.close({ graceMs: 1 });
    await expect(response.text()).rejects.toThrow('terminated');
  });
});

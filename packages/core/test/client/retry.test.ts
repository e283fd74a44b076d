import { describe, expect, it } from 'vitest';
import { OfoxClient } from '../../src/client/ofox-client.ts';
import { defaultPlatform } from '../../src/client/platform.ts';
import { ask, clientOf, closedPort, completion, errorOf, json, KEY, serve } from './server.ts';

const fault = { error: { code: 'x', message: 'It failed.', type: 'y' } };

describe('retries', () => {
  it.each([408, 409, 429, 500, 502, 503, 504, 529])('%d is retried', async (status) => {
    const server = await serve((response, _, turn) =>
      turn < 3 ? json(response, status, fault) : json(response, 200, completion()),
    );
    const { client, waits } = clientOf(server);
    const { response } = await client.chat(ask());
    expect(waits).toEqual([250, 500]);
    expect(response.attempts.map((attempt) => attempt.status)).toEqual([status, status, undefined]);
  });

  it.each([400, 401, 402, 403, 404, 413, 422])('%d is not', async (status) => {
    const server = await serve((response) => json(response, status, fault));
    const { client } = clientOf(server);
    const error = await errorOf(client.chat(ask()));
    expect(error).toMatchObject({ status, protocol: 'openai', model: 'openai/gpt-4o' });
    expect(error.attempts).toMatchObject([{ model: 'openai/gpt-4o', kind: error.kind, status }]);
    expect(server.seen).toHaveLength(1);
  });

  it('give up after as many as allowed, and can be switched off', async () => {
    const server = await serve((response) => json(response, 503, fault));
    const { client } = clientOf(server, { maxRetries: 1 });
    expect((await errorOf(client.chat(ask()))).attempts).toHaveLength(2);
    expect((await errorOf(client.chat(ask(), { maxRetries: 0 }))).attempts).toHaveLength(1);
    expect(server.seen).toHaveLength(3);
  });

  it.each<[Record<string, string>, number[]]>([
    [{ 'retry-after-ms': '1200' }, [1200]],
    [{ 'retry-after': '2' }, [2000]],
    [{ 'retry-after': 'Sun, 22 Nov 2026 10:00:07 GMT' }, [7000]],
    [{ 'x-ratelimit-remaining-requests': '0', 'x-ratelimit-reset-requests': '4s' }, [4000]],
    [{ 'retry-after': '61' }, []],
    [{ 'x-should-retry': 'false' }, []],
  ])('wait as %j asks', async (headers, wanted) => {
    const server = await serve((response, _, turn) =>
      turn === 1 ? json(response, 429, fault, headers) : json(response, 200, completion()),
    );
    const now = () => Date.parse('2026-11-22T10:00:00Z');
    const { client, waits } = clientOf(server, {}, { now });
    if (wanted.length > 0) await client.chat(ask());
    else expect(await errorOf(client.chat(ask()))).toMatchObject({ kind: 'rate_limit' });
    expect(waits).toEqual(wanted);
  });

  it('are not begun when the call would be over before', async () => {
    const server = await serve((response) => json(response, 429, fault, { 'retry-after': '30' }));
    const { client, waits } = clientOf(server, { timeouts: { totalMs: 20_000 } });
    expect(await errorOf(client.chat(ask()))).toMatchObject({ status: 429, retryAfterMs: 30_000 });
    expect(waits).toEqual([]);
  });

  it('tell what the API tried itself, where it says so', async () => {
    const tried = ['one', 'two'].map((provider) => ({
      ...{ model: 'openai/gpt-4o', provider, kind: 'upstream', status: 502, durationMs: 3 },
    }));
    const headers = { 'x-ofox-attempts': JSON.stringify(tried) };
    const server = await serve((response) => json(response, 502, fault, headers));
    const { client } = clientOf(server, { maxRetries: 0 });
    expect((await errorOf(client.chat(ask()))).attempts).toEqual(tried);
  });

  it('follow a connection that was refused', async () => {
    const host = `127.0.0.1:${await closedPort()}`;
    const { client, waits } = clientOf({ url: `http://${host}` });
    const error = await errorOf(client.chat(ask()));
    expect(error).toMatchObject({ kind: 'unavailable', code: 'ECONNREFUSED' });
    expect(error.message).toContain(host);
    expect(error.mayHaveBeenBilled).toBeUndefined();
    expect(error.attempts).toHaveLength(3);
    expect(waits).toHaveLength(2);
  });

  it('never follow a request that was sent and came to nothing', async () => {
    const server = await serve((response) => response.destroy());
    const { client } = clientOf(server);
    const error = await errorOf(client.chat(ask()));
    expect(error).toMatchObject({ kind: 'unavailable', mayHaveBeenBilled: true });
    expect(server.seen).toHaveLength(1);
  });

  it('do follow a lost request that costs nothing', async () => {
    const server = await serve((response, _, turn) =>
      turn === 1 ? response.destroy() : json(response, 200, { data: [] }),
    );
    await clientOf(server).client.models.list();
    expect(server.seen).toHaveLength(2);
  });
});

describe('fallback by the client', () => {
  const models = ['openai/a', 'anthropic/b', 'google/c'];
  const fallback = { provider: { routing: 'cost' as const, fallback: models.slice(1) } };

  it('goes through the list, each model in its own protocol, and does not send the list', async () => {
    const server = await serve((response, { path }) => {
      if (path.startsWith('/v1')) json(response, 503, fault);
      else if (path.startsWith('/anthropic')) json(response, 429, fault);
      else
        json(response, 200, {
          candidates: [{ content: { parts: [{ text: 'Hi' }] }, finishReason: 'STOP' }],
          modelVersion: 'google/c',
        });
    });
    const { client, waits } = clientOf(server, { clientFallback: true });
    const { response, model } = await client.chat({ ...ask('openai/a'), ...fallback });
    expect(model).toBe('google/c');
    expect(response).toMatchObject({
      protocol: 'gemini',
      servedModel: 'google/c',
      attempts: [
        { model: 'openai/a', kind: 'unavailable', status: 503 },
        { model: 'anthropic/b', kind: 'rate_limit', status: 429 },
        { model: 'google/c' },
      ],
    });
    expect(server.seen.map(({ body }) => body.provider)).toEqual(
      models.map(() => ({ routing: 'cost' })),
    );
    expect(waits).toEqual([]);
  });

  it('retries the last model alone, and tells the error that says most', async () => {
    const server = await serve((response) => json(response, 503, fault));
    const { client } = clientOf(server, { clientFallback: true });
    const error = await errorOf(client.chat({ ...ask('openai/a'), ...fallback }));
    expect(error).toMatchObject({ status: 503, model: 'openai/a' });
    expect(error.attempts?.map(({ model }) => model)).toEqual([...models, 'google/c', 'google/c']);
  });

  it('stops at an error that another model would meet too', async () => {
    const server = await serve((response, _, turn) =>
      json(response, turn === 1 ? 500 : 400, fault),
    );
    const { client } = clientOf(server, { clientFallback: true });
    const error = await errorOf(client.chat({ ...ask('openai/a'), ...fallback }));
    expect(error).toMatchObject({ kind: 'invalid_request', model: 'anthropic/b' });
    expect(server.seen).toHaveLength(2);
  });

  it('waits at the caller’s own limit instead of trying other models', async () => {
    const headers = {
      'x-ratelimit-limit-requests': '200',
      'x-ratelimit-remaining-requests': '0',
      'x-ratelimit-reset-requests': '1s',
    };
    const server = await serve((response, _, turn) =>
      turn === 1 ? json(response, 429, fault, headers) : json(response, 200, completion()),
    );
    const { client, waits } = clientOf(server, { clientFallback: true });
    await client.chat({ ...ask('openai/a'), ...fallback });
    expect(waits).toEqual([1000]);
    expect(server.seen.map(({ body }) => body.model)).toEqual(['openai/a', 'openai/a']);
  });

  it('is left to the API by default', async () => {
    const server = await serve((response) => json(response, 503, fault));
    await errorOf(clientOf(server).client.chat({ ...ask('openai/a'), ...fallback }));
    expect(server.seen.map(({ body }) => body.model)).toEqual(models.map(() => 'openai/a'));
    expect(server.seen[0]?.body.provider).toEqual(fallback.provider);
  });
});

describe('failures of a transport', () => {
  const failing = (cause: unknown) => {
    const error = new TypeError('fetch failed', { cause });
    const platform = { transport: () => Promise.reject(error), after: () => () => {} };
    const options = { apiKey: KEY, baseUrl: 'https://api.example.com', maxRetries: 0 };
    return new OfoxClient(options, { ...defaultPlatform, ...platform, now: () => 0 });
  };
  const coded = (code: string, more: object = {}) =>
    Object.assign(new Error(`it was ${code}`), { code, ...more });

  it.each<[string, unknown, object]>([
    ['name', coded('ENOTFOUND'), { kind: 'unavailable', code: 'ENOTFOUND' }],
    ['connection', new AggregateError([coded('ECONNREFUSED')]), { code: 'ECONNREFUSED' }],
    ['connect timeout', coded('UND_ERR_CONNECT_TIMEOUT'), { kind: 'unavailable' }],
    ['connect timeout', coded('ETIMEDOUT', { syscall: 'connect' }), { kind: 'unavailable' }],
    ['certificate', coded('CERT_HAS_EXPIRED'), { kind: 'unavailable' }],
    [
      'HTTP where TLS is expected',
      coded('ERR_SSL_WRONG_VERSION_NUMBER'),
      { kind: 'unavailable', message: expect.stringContaining('begin with http://') },
    ],
    ['certificate', coded('DEPTH_ZERO_SELF_SIGNED_CERT'), { kind: 'unavailable' }],
  ])('before sending: %s', async (_, cause, wanted) => {
    const error = await errorOf(failing(cause).chat(ask()));
    expect(error).toMatchObject(wanted);
    expect(error.mayHaveBeenBilled).toBeUndefined();
    expect(error.message).toContain('api.example.com');
  });

  it.each<[string, unknown, object]>([
    ['reset', coded('ECONNRESET'), { kind: 'unavailable' }],
    ['read timeout', coded('ETIMEDOUT', { syscall: 'read' }), { kind: 'unavailable' }],
    ['the platform’s own timeout', coded('UND_ERR_HEADERS_TIMEOUT'), { kind: 'timeout' }],
    ['unknown', undefined, { kind: 'unavailable' }],
    ['no error at all', 'odd', { kind: 'unavailable' }],
  ])('perhaps after sending: %s', async (_, cause, wanted) => {
    const error = await errorOf(failing(cause).chat(ask()));
    expect(error).toMatchObject({ ...wanted, mayHaveBeenBilled: true });
  });
});

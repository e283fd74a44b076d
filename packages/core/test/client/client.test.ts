import { describe, expect, it } from 'vitest';
import { OfoxClient } from '../../src/client/ofox-client.ts';
import { OfoxError } from '../../src/error.ts';
import { replyText } from '../../src/reply.ts';
import { ask, clientOf, completion, errorOf, json, KEY, serve } from './server.ts';

const message = {
  id: 'msg_1',
  type: 'message',
  role: 'assistant',
  model: 'anthropic/claude-sonnet-4.5',
  content: [{ type: 'text', text: 'Hello' }],
  stop_reason: 'end_turn',
  usage: { input_tokens: 3, output_tokens: 2 },
};
const generated = {
  candidates: [{ content: { role: 'model', parts: [{ text: 'Hello' }] }, finishReason: 'STOP' }],
  usageMetadata: { promptTokenCount: 3, candidatesTokenCount: 2, totalTokenCount: 5 },
  modelVersion: 'google/gemini-3-flash-preview',
};

describe('chat', () => {
  it('asks in the words of the protocol and with its own authentication', async () => {
    const server = await serve((response, { path }) => {
      if (path.startsWith('/anthropic')) json(response, 200, message);
      else json(response, 200, path.startsWith('/gemini') ? generated : completion());
    });
    const { client } = clientOf(server);
    const models = [
      'openai/gpt-4o',
      'anthropic/claude-sonnet-4.5',
      'google/gemini-3-flash-preview',
    ];
    for (const model of models) expect(replyText(await client.chat(ask(model)))).toBe('Hello');
    const [openai, anthropic, gemini] = server.seen;
    expect(openai).toMatchObject({ method: 'POST', path: '/v1/chat/completions' });
    expect(openai?.headers.authorization).toBe(`Bearer ${KEY}`);
    expect(openai?.headers).toMatchObject({
      accept: 'application/json',
      'content-type': 'application/json',
    });
    expect(openai?.body).toMatchObject({ model: 'openai/gpt-4o', messages: [{ role: 'user' }] });
    expect(anthropic).toMatchObject({ path: '/anthropic/v1/messages' });
    expect(anthropic?.headers).toMatchObject({ 'x-api-key': KEY });
    expect(anthropic?.headers['anthropic-version']).toBeDefined();
    expect(anthropic?.headers.authorization).toBeUndefined();
    expect(gemini?.path).toMatch(/^\/gemini\/v1beta\/models\/google\/gemini-3.*:generateContent$/);
    expect(gemini?.headers).toMatchObject({ 'x-goog-api-key': KEY });
  });

  it('speaks the protocol that the call names', async () => {
    const server = await serve((response) => json(response, 200, completion()));
    const { client } = clientOf(server, { protocol: 'anthropic' });
    await client.chat(ask('anthropic/claude-sonnet-4.5'), { protocol: 'openai' });
    expect(server.seen[0]?.path).toBe('/v1/chat/completions');
  });

  it('tells all that is known of the response', async () => {
    const attempts = [
      { model: 'openai/gpt-4o', provider: 'azure', kind: 'upstream', status: 502 },
      { model: 'openai/gpt-4o', provider: 'openai' },
    ];
    const warning = { code: 'dropped', path: 'topK', message: 'No word for topK.' };
    const server = await serve((response) =>
      json(response, 200, completion(), {
        'x-request-id': 'req_7',
        'x-ratelimit-limit-requests': '200',
        'x-ratelimit-remaining-requests': '199',
        'x-ratelimit-reset-requests': '1s',
        'x-ofox-provider': 'openai',
        'x-ofox-attempts': JSON.stringify(attempts),
        'x-ofox-warnings': JSON.stringify([warning, 'nonsense']),
        'x-ofox-cost': '0.00012',
        'set-cookie': 'session=1',
      }),
    );
    const { client } = clientOf(server);
    const result = await client.chat(ask());
    expect(result.response).toMatchObject({
      status: 200,
      requestId: 'req_7',
      rateLimit: { limit: 200, remaining: 199, resetMs: 1000 },
      protocol: 'openai',
      servedModel: 'openai/gpt-4o',
      provider: 'openai',
      attempts,
      warnings: [warning],
      cost: '0.00012',
    });
    expect(result.response.durationMs).toBeGreaterThanOrEqual(0);
    expect(result.response.headers['set-cookie']).toBeUndefined();
    expect(result.warnings).toContainEqual(warning);
  });

  it('bears headers of its own that make no sense', async () => {
    const headers = { 'x-ofox-attempts': '{', 'x-ofox-warnings': '5' };
    const server = await serve((response) => json(response, 200, completion(), headers));
    const { response } = await clientOf(server).client.chat(ask());
    expect(response.warnings).toEqual([]);
    expect(response.attempts).toEqual([{ model: 'openai/gpt-4o', durationMs: expect.any(Number) }]);
  });

  it('sends routing and fallback, the call over the client', async () => {
    const server = await serve((response) => json(response, 200, completion()));
    const provider = { routing: 'cost' as const, fallback: ['a/b'], rest: { type: 'azure' } };
    const { client } = clientOf(server, { provider });
    await client.chat({ ...ask(), provider: { routing: 'latency' } });
    await client.chat({ ...ask(), provider: { fallback: ['c/d'] } });
    expect(server.seen.map(({ body }) => body.provider)).toEqual([
      { routing: 'latency', fallback: ['a/b'], type: 'azure' },
      { routing: 'cost', fallback: ['c/d'], type: 'azure' },
    ]);
  });

  it('adds the headers of client and call', async () => {
    const server = await serve((response) => json(response, 200, completion()));
    const { client } = clientOf(server, { headers: { 'X-Title': 'one', 'X-Team': 'a' } });
    await client.chat(ask(), { headers: { 'x-title': 'two' } });
    expect(server.seen[0]?.headers).toMatchObject({ 'x-title': 'two', 'x-team': 'a' });
  });

  it('refuses an unknown field or option before anything is sent', async () => {
    const server = await serve((response) => json(response, 200, completion()));
    const { client } = clientOf(server);
    const wrongField = { ...ask(), temprature: 1 };
    expect(await errorOf(client.chat(wrongField))).toMatchObject({
      kind: 'invalid_request',
      param: 'temprature',
    });
    const wrongOption = { retries: 3 } as object;
    expect(await errorOf(client.chat(ask(), wrongOption))).toMatchObject({ param: 'retries' });
    expect(() => client.stream(ask(), wrongOption)).toThrow('retries is not a known option.');
    const misspelt = { ...ask(), max_tokens: 5 } as never;
    expect(() => client.stream(misspelt)).toThrow(
      'max_tokens is not a known option. Did you mean maxTokens?',
    );
    expect(server.seen).toEqual([]);
  });
});

describe('answers that are no answer', () => {
  const send = async (handler: Parameters<typeof serve>[0]) => {
    const server = await serve(handler);
    const { client } = clientOf(server, { maxResponseBytes: 1000 });
    const error = await errorOf(client.chat(ask()));
    return { error, tries: server.seen.length };
  };

  it('a page of HTML', async () => {
    const { error, tries } = await send((response) => {
      response.writeHead(200, { 'content-type': 'text/html' });
      response.end('<html>Sign in</html>');
    });
    expect(error).toMatchObject({ kind: 'upstream', mayHaveBeenBilled: true });
    expect(error.message).toContain('text/html');
    expect(error.message).toContain('<html>Sign in</html>');
    expect(tries).toBe(1);
  });

  it.each(['{"id":"chatcmpl-1","choi', '', '[]', '"x"', 'null'])('the body %j', async (body) => {
    const { error, tries } = await send((response) => json(response, 200, body));
    expect(error).toMatchObject({ kind: 'upstream', mayHaveBeenBilled: true, protocol: 'openai' });
    expect(tries).toBe(1);
  });

  it('an error with status 200, which is retried like any other', async () => {
    const { error, tries } = await send((response) =>
      json(response, 200, { error: { code: 502, message: 'The provider is down.' } }),
    );
    expect(error).toMatchObject({ kind: 'upstream', status: 502 });
    expect(error.mayHaveBeenBilled).toBeUndefined();
    expect(tries).toBe(3);
  });

  it('a body that is larger than allowed', async () => {
    const { error } = await send((response) => json(response, 200, completion('x'.repeat(2000))));
    expect(error).toMatchObject({ kind: 'upstream', mayHaveBeenBilled: true });
    expect(error.message).toContain('larger than 1000 bytes');
  });

  it('a body that breaks off', async () => {
    const { error, tries } = await send((response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' });
      response.write('{"id":');
      setTimeout(() => response.destroy(), 20);
    });
    expect(error).toMatchObject({ kind: 'stream', mayHaveBeenBilled: true });
    expect(tries).toBe(1);
  });

  it('a redirect', async () => {
    const { error, tries } = await send((response) => {
      response.writeHead(302, { location: 'https://example.com/login' });
      response.end();
    });
    expect(error).toMatchObject({ kind: 'invalid_request', param: 'baseUrl', status: 302 });
    expect(error.message).toContain('https://example.com/login');
    expect(tries).toBe(1);
  });
});

describe('the other resources', () => {
  it('embeds through OpenAI’s wire whatever the model', async () => {
    const server = await serve((response, { body }) =>
      json(response, 200, {
        object: 'list',
        model: body.model,
        data: (body.input as string[]).map((_, index) => ({ index, embedding: [index, 1] })),
        usage: { prompt_tokens: 4, total_tokens: 4 },
      }),
    );
    const { client } = clientOf(server);
    const result = await client.embed({ model: 'google/embedding-1', input: ['a', 'b'] });
    expect(server.seen[0]?.path).toBe('/v1/embeddings');
    expect(result.vectors).toEqual([
      [0, 1],
      [1, 1],
    ]);
    expect(result.response).toMatchObject({
      protocol: 'openai',
      servedModel: 'google/embedding-1',
    });
  });

  it('says when the protocol that was named has no such thing', async () => {
    const { client } = clientOf({ url: 'http://127.0.0.1:9' });
    const input = { model: 'openai/text-embedding-3-small', input: 'a' };
    expect(await errorOf(client.embed(input, { protocol: 'anthropic' }))).toMatchObject({
      kind: 'invalid_request',
      param: 'protocol',
    });
  });

  it('makes images', async () => {
    const server = await serve((response) =>
      json(response, 200, { created: 1, data: [{ b64_json: 'AAAA' }] }),
    );
    const { client } = clientOf(server);
    const result = await client.images({ model: 'openai/gpt-image-1', prompt: 'A fox', n: 1 });
    expect(server.seen[0]).toMatchObject({
      path: '/v1/images/generations',
      body: { model: 'openai/gpt-image-1', prompt: 'A fox', n: 1 },
    });
    expect(result.images).toMatchObject([{ data: 'AAAA' }]);
    expect(result.response.status).toBe(200);
  });
});

describe('models', () => {
  it('lists and gets models', async () => {
    const model = { id: 'openai/gpt-4o', object: 'model', created: 1, owned_by: 'openai' };
    const server = await serve((response, { path }) =>
      json(response, 200, path === '/v1/models' ? { object: 'list', data: [model] } : model),
    );
    const { client } = clientOf(server);
    const { models, response } = await client.models.list();
    expect(models).toMatchObject([{ id: 'openai/gpt-4o' }]);
    expect(response).toMatchObject({ status: 200, attempts: [] });
    expect((await client.models.get('openai/gpt-4o')).model.id).toBe('openai/gpt-4o');
    expect(server.seen.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'GET /v1/models',
      'GET /v1/models/openai%2Fgpt-4o',
    ]);
    expect(server.seen[0]?.headers['content-type']).toBeUndefined();
  });

  it('follows the pages', async () => {
    const server = await serve((response, { path }) => {
      const after = new URL(path, server.url).searchParams.get('after_id');
      json(response, 200, {
        data: [{ type: 'model', id: after ? 'anthropic/b' : 'anthropic/a' }],
        has_more: !after,
        first_id: 'x',
        last_id: after ? 'anthropic/b' : 'anthropic/a',
      });
    });
    const { models } = await clientOf(server).client.models.list({ protocol: 'anthropic' });
    expect(models.map(({ id }) => id)).toEqual(['anthropic/a', 'anthropic/b']);
    expect(server.seen).toHaveLength(2);
  });

  it('notices pages that go in circles', async () => {
    const server = await serve((response) =>
      json(response, 200, { data: [{ id: 'a' }], has_more: true, last_id: 'a' }),
    );
    const { client } = clientOf(server);
    const error = await errorOf(client.models.list({ protocol: 'anthropic' }));
    expect(error.message).toContain('go in circles');
    expect(server.seen).toHaveLength(2);
  });

  it('tells that there is no such model', async () => {
    const server = await serve((response) =>
      json(response, 404, { error: { code: 'model_not_found', message: 'No.', type: 'x' } }),
    );
    expect(await errorOf(clientOf(server).client.models.get('x/y'))).toMatchObject({
      kind: 'not_found',
      status: 404,
      model: 'x/y',
    });
  });
});

describe('OfoxClient', () => {
  it('wants a key and says where it may come from', () => {
    const create = () => new OfoxClient({}, { env: () => undefined });
    expect(create).toThrow(OfoxError);
    expect(create).toThrow(/OFOX_API_KEY or OFOXAI_API_KEY/);
  });
});

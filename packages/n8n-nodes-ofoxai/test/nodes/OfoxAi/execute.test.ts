import { json, reply, startFakeUpstream, tryLater } from '@ofoxai/fake-upstream';
import type { IDataObject } from 'n8n-workflow';
import { describe, expect, it } from 'vitest';
import { OfoxAi } from '../../../nodes/OfoxAi/OfoxAi.node.ts';
import { createHost, type HostOptions } from '../../support/host.ts';
import { startGateway, startUpstream } from '../../support/servers.ts';

async function run(options: HostOptions) {
  const host = createHost(options);
  const [output = []] = await new OfoxAi().execute.call(host.context);
  return { ...host, output, data: output.map(({ json: data }) => data) };
}

const chat = (more: IDataObject = {}): IDataObject => ({
  resource: 'chat',
  operation: 'complete',
  model: { mode: 'list', value: 'openai/gpt-4o-mini' },
  messages: { values: [{ role: 'user', content: 'Say hello.' }] },
  ...more,
});

describe('chat', () => {
  it.each([
    ['openai/gpt-4o-mini', '/v1/chat/completions'],
    ['anthropic/claude-haiku-4.5', '/anthropic/v1/messages'],
    ['google/gemini-2.5-flash', '/gemini/'],
  ])('answers through %s', async (model, path) => {
    const { data, output, sent } = await run({
      baseUrl: await startGateway(),
      parameters: chat({ model }),
    });
    expect(sent[0]?.url).toContain(path);
    expect(data[0]).toMatchObject({ model, finishReason: 'stop', text: expect.any(String) });
    expect(data[0]?.usage).toMatchObject({ inputTokens: expect.any(Number) });
    expect(data[0]?.requestId).toEqual(expect.any(String));
    expect(data[0]?.cost).toEqual(expect.any(Number));
    expect(output[0]?.pairedItem).toEqual({ item: 0 });
  });

  it('leaves the key to the credential, whatever the protocol', async () => {
    const upstream = await startUpstream();
    for (const protocol of ['openai', 'anthropic', 'gemini']) {
      await run({ baseUrl: upstream.url, parameters: chat({ options: { protocol } }) });
    }
    const keys = upstream.requests.map(({ headers }) => [
      headers.authorization,
      headers['x-api-key'],
      headers['x-goog-api-key'],
    ]);
    expect(keys).toEqual([
      ['Bearer sk-test-n8n', undefined, undefined],
      [undefined, 'sk-test-n8n', undefined],
      [undefined, undefined, 'sk-test-n8n'],
    ]);
  });

  it('sends system prompt, sampling, routing, fallback, reasoning, cache mark and own fields', async () => {
    const upstream = await startUpstream();
    await run({
      baseUrl: upstream.url,
      credential: { routing: 'cost', fallback: 'x/y' },
      parameters: chat({
        system: 'Be brief.',
        options: {
          temperature: 0.5,
          maxTokens: 50,
          stop: ['END'],
          fallback: 'a/b, c/d',
          reasoningEffort: 'low',
          cache: '1h',
          extraBody: '{"safety": true}',
        },
      }),
    });
    const body = upstream.requests[0]?.json as IDataObject;
    expect(body).toMatchObject({
      temperature: 0.5,
      stop: ['END'],
      safety: true,
      provider: { routing: 'cost', fallback: ['a/b', 'c/d'] },
    });
    expect(JSON.stringify(body)).toContain('"ttl":"1h"');
    expect(JSON.stringify(body)).toContain('Be brief.');
  });

  it('takes images, PDFs and texts from binary fields', async () => {
    const upstream = await startUpstream();
    const file = (mimeType: string, text: string) => ({
      mimeType,
      fileName: 'a.bin',
      data: btoa(text),
    });
    await run({
      baseUrl: upstream.url,
      items: [
        {
          json: {},
          binary: { data: file('image/png', 'png'), doc: file('application/pdf', 'pdf') },
        },
      ],
      parameters: chat({
        model: 'anthropic/claude-haiku-4.5',
        messages: {
          values: [
            {
              role: 'user',
              content: 'What is it?',
              binaryFields: 'data, doc',
              imageUrls: 'https://example.com/cat.png',
            },
          ],
        },
      }),
    });
    const { json: body } = await upstream.request(1);
    const [message] = (body as unknown as { messages: { content: IDataObject[] }[] }).messages;
    expect(message?.content.map(({ type }) => type)).toEqual([
      'image',
      'image',
      'document',
      'text',
    ]);
  });

  it('takes a conversation as OpenAI writes it', async () => {
    const upstream = await startUpstream();
    await run({
      baseUrl: upstream.url,
      parameters: chat({
        messagesFrom: 'json',
        messagesJson: [
          { role: 'user', content: 'One' },
          { role: 'assistant', content: 'Two' },
          { role: 'user', content: 'Three' },
        ],
      }),
    });
    const { messages } = (await upstream.request(1)).json as { messages: { role: string }[] };
    expect(messages.map(({ role }) => role)).toEqual(['user', 'assistant', 'user']);
  });

  it.each(['example', 'schema', 'json'])(
    'parses the answer in the format %s',
    async (outputFormat) => {
      const { data } = await run({
        baseUrl: await startGateway(),
        parameters: chat({
          outputFormat,
          jsonExample: '{"city": "Vienna", "inhabitants": 2}',
          jsonSchema:
            '{"type":"object","properties":{"city":{"type":"string"}},"required":["city"]}',
          messages: { values: [{ role: 'user', content: 'Where is the Prater? Answer in JSON.' }] },
        }),
      });
      expect(data[0]?.output).toBeTypeOf('object');
      if (outputFormat !== 'json') expect(data[0]?.output).toHaveProperty('city');
    },
  );

  it('tells what an answer that is no JSON was', async () => {
    const upstream = await startUpstream();
    upstream.script(reply({ text: 'Certainly!' }));
    const failing = run({ baseUrl: upstream.url, parameters: chat({ outputFormat: 'json' }) });
    await expect(failing).rejects.toThrow('The model did not answer with JSON: Certainly!');
  });

  it('gives everything when it is not to simplify, and headers when asked', async () => {
    const { data } = await run({
      baseUrl: await startGateway(),
      parameters: chat({ simplify: false, options: { includeHeaders: true } }),
    });
    expect(data[0]).toMatchObject({
      protocol: 'openai',
      status: 200,
      content: [{ type: 'text' }],
      headers: { 'x-request-id': expect.any(String) },
    });
  });
});

describe('what goes wrong', () => {
  it('shows the words of the service, what to do, and the item', async () => {
    const baseUrl = await startGateway();
    const failing = run({ baseUrl, apiKey: 'sk-test-wrong', parameters: chat() });
    await expect(failing).rejects.toMatchObject({
      name: 'NodeApiError',
      httpCode: '401',
      description: expect.stringContaining('Check the API key'),
      context: expect.objectContaining({ itemIndex: 0 }),
    });
  });

  it('never tells the key', async () => {
    const upstream = await startUpstream();
    upstream.script(json({ error: { message: 'bad key sk-test-n8n' } }, 401));
    const failing = run({ baseUrl: upstream.url, parameters: chat() });
    await expect(failing).rejects.toThrow('bad key [api key]');
  });

  it('goes on with the error as data, and with the other items', async () => {
    const model = (item: number) =>
      item === 1 ? 'openai/gpt-4o-mini:error-503' : 'openai/gpt-4o-mini';
    const { data } = await run({
      baseUrl: await startGateway(),
      continueOnFail: true,
      items: [{ json: {} }, { json: {} }, { json: {} }],
      parameters: chat({ model: model as unknown as string, options: { maxRetries: 0 } }),
    });
    expect(data[0]?.text).toEqual(expect.any(String));
    expect(data[1]).toMatchObject({ error: { kind: 'unavailable', status: 503, retryable: true } });
    expect(data[2]?.text).toEqual(expect.any(String));
  });

  it('falls back in the service, and in the node', async () => {
    const baseUrl = await startGateway();
    for (const fallbackBy of ['service', 'node']) {
      const options = { fallback: 'google/gemini-2.5-flash', fallbackBy };
      const parameters = chat({ model: 'openai/gpt-4o-mini:error-503', options });
      const { data } = await run({ baseUrl, parameters });
      expect(data[0]).toMatchObject({
        model: 'google/gemini-2.5-flash',
        attempts: [{ status: 503 }, { model: 'google/gemini-2.5-flash' }],
      });
    }
  });

  it.each([
    [0, 1],
    [1, 2],
    [3, 4],
  ])('sends %i retries as %i requests', async (maxRetries, requests) => {
    const upstream = await startUpstream();
    upstream.script(tryLater('milliseconds', 1), { times: 9 });
    await expect(
      run({ baseUrl: upstream.url, parameters: chat({ options: { maxRetries } }) }),
    ).rejects.toMatchObject({ httpCode: '429' });
    expect(upstream.requests.length).toBe(requests);
  });

  it('waits as long as it is told to, then succeeds', async () => {
    const upstream = await startUpstream();
    upstream.script(tryLater('milliseconds', 60));
    const { data } = await run({ baseUrl: upstream.url, parameters: chat() });
    const [first, second] = upstream.requests;
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(55);
    expect(data[0]?.text).toEqual(expect.any(String));
  });

  it('gives the connection up when the execution is stopped', async () => {
    const baseUrl = await startGateway();
    const controller = new AbortController();
    const failing = run({
      baseUrl,
      signal: controller.signal,
      parameters: chat({ model: 'openai/gpt-4o-mini:hang' }),
    });
    const outcome = expect(failing).rejects.toThrow('aborted');
    controller.abort();
    await outcome;
  });

  it('names a server that is not there', async () => {
    const upstream = await startFakeUpstream();
    await upstream.close();
    const options = { maxRetries: 0 };
    const failing = run({ baseUrl: upstream.url, parameters: chat({ options }) });
    await expect(failing).rejects.toMatchObject({ name: 'NodeApiError' });
  });

  it('refuses an empty model', async () => {
    const failing = run({ baseUrl: 'http://127.0.0.1:1', parameters: chat({ model: ' ' }) });
    await expect(failing).rejects.toThrow('"Model" is empty');
  });
});

describe('embedding', () => {
  const items = ['a cat on a mat', 'a dog in a fog', 'a kitten on a mat'].map((text) => ({
    json: { text },
  }));
  const text = ((item: number) => items[item]?.json.text) as unknown as string;
  const embed = (more: IDataObject = {}): IDataObject => ({
    resource: 'embedding',
    operation: 'create',
    model: 'ofox/embed',
    text,
    ...more,
  });

  it('makes one request an item, or fewer', async () => {
    const baseUrl = await startGateway();
    const single = await run({
      baseUrl,
      items,
      parameters: embed({ options: { dimensions: 64 } }),
    });
    const grouped = await run({
      baseUrl,
      items,
      parameters: embed({ options: { dimensions: 64, itemsPerRequest: 2 } }),
    });
    expect([single.sent.length, grouped.sent.length]).toEqual([3, 2]);
    expect(single.data.map(({ dimensions }) => dimensions)).toEqual([64, 64, 64]);
    expect(grouped.data.map(({ embedding }) => embedding)).toEqual(
      single.data.map(({ embedding }) => embedding),
    );
    expect(grouped.data.map(({ usage }) => usage !== undefined)).toEqual([true, false, true]);
    expect(grouped.output.map(({ pairedItem }) => pairedItem)).toEqual([
      { item: 0 },
      { item: 1 },
      { item: 2 },
    ]);
  });

  it('takes a list of texts', async () => {
    const parameters = embed({ text: ['one', 'two'] as unknown as string });
    const { data } = await run({ baseUrl: await startGateway(), parameters });
    expect(data[0]?.embeddings).toHaveLength(2);
  });

  it('ranks items by a text, and finds those alike', async () => {
    const baseUrl = await startGateway();
    const byText = embed({
      operation: 'similarity',
      compareWith: 'query',
      query: 'kitten on a mat',
    });
    const ranked = await run({ baseUrl, items, parameters: byText });
    expect(ranked.sent).toHaveLength(1);
    expect(ranked.data.map(({ rank }) => rank)).toEqual([2, 3, 1]);
    const byItems = embed({ operation: 'similarity', compareWith: 'items', options: { top: 1 } });
    const alike = await run({ baseUrl, items, parameters: byItems });
    expect(alike.data[0]?.similar).toMatchObject([{ item: 2, text: 'a kitten on a mat' }]);
  });
});

describe('image', () => {
  it('makes each image an item with a binary field', async () => {
    const { output } = await run({
      baseUrl: await startGateway(),
      parameters: {
        resource: 'image',
        operation: 'generate',
        model: 'ofox/image',
        prompt: 'A fox',
        n: 2,
        size: '64x64',
        options: { binaryField: 'picture' },
      },
    });
    expect(output).toHaveLength(2);
    expect(output[1]?.binary?.picture).toMatchObject({
      mimeType: 'image/png',
      fileName: 'image-2.png',
    });
    expect(atob(output[0]?.binary?.picture?.data ?? '').slice(1, 4)).toBe('PNG');
  });
});

describe('model', () => {
  it('lists by price, context and kind, and gets one', async () => {
    const baseUrl = await startGateway();
    const list = await run({
      baseUrl,
      parameters: {
        resource: 'model',
        operation: 'getAll',
        returnAll: true,
        filters: {
          maxInputPrice: 0.2,
          minContext: 100_000,
          inputModalities: ['image'],
          search: 'gpt',
        },
      },
    });
    expect(list.data.length).toBeGreaterThan(0);
    for (const model of list.data) {
      expect(model.inputPrice).toBeLessThanOrEqual(0.2);
      expect(model.contextLength).toBeGreaterThanOrEqual(100_000);
      expect(model.inputModalities).toContain('image');
    }
    const one = await run({
      baseUrl,
      parameters: {
        resource: 'model',
        operation: 'get',
        model: 'openai/gpt-4o-mini',
        simplify: false,
      },
    });
    expect(one.data[0]).toMatchObject({
      id: 'openai/gpt-4o-mini',
      inputPrice: 0.15,
      outputPrice: 0.6,
    });
  });
});

it('keeps to the size of batches', async () => {
  const upstream = await startUpstream();
  const items = Array.from({ length: 7 }, () => ({ json: {} }));
  const parameters = chat({ options: { batchSize: 3 } });
  const { data } = await run({ baseUrl: upstream.url, items, parameters });
  expect(data).toHaveLength(7);
  expect(upstream.requests).toHaveLength(7);
});

it('shows once, above the output, what did not cross', async () => {
  const items = [{ json: {} }, { json: {} }];
  const parameters = chat({ model: 'anthropic/claude-haiku-4.5', options: { seed: 1 } });
  const { data, hints } = await run({ baseUrl: await startGateway(), items, parameters });
  expect(data).toMatchObject([{ warnings: [{ path: 'seed' }] }, { warnings: [{ path: 'seed' }] }]);
  expect(hints).toEqual(['The anthropic protocol has no word for seed.']);
});

import { reply } from '@ofoxai/fake-upstream';
import type { IDataObject } from 'n8n-workflow';
import { expect, it } from 'vitest';
import { chat, run } from '../../../../support/action.ts';
import { startGateway, startUpstream } from '../../../../support/servers.ts';

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
  expect(message?.content.map(({ type }) => type)).toEqual(['image', 'image', 'document', 'text']);
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
        jsonSchema: '{"type":"object","properties":{"city":{"type":"string"}},"required":["city"]}',
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

it('gives images of the answer as binary fields, and says where they stood', async () => {
  const parameters = chat({ model: 'google/gemini-2.5-flash-image', simplify: false });
  const { data, output } = await run({ baseUrl: await startGateway(), parameters });
  expect(output[0]?.binary?.data).toMatchObject({ mimeType: 'image/png' });
  expect(atob(output[0]?.binary?.data?.data ?? '').slice(1, 4)).toBe('PNG');
  expect(data[0]?.content).toContainEqual(
    expect.objectContaining({ source: { type: 'binary', mediaType: 'image/png' } }),
  );
});

import { beforeAll, describe, expect, it } from 'vitest';
import { model, node, workflow } from '../lib/workflows.mjs';
import { chat, MODELS, openSession, succeed } from './support/session.mjs';

let session;
beforeAll(async () => {
  session = await openSession();
});

describe('chat', () => {
  it.each(MODELS)('answers: %s', async (id) => {
    const execution = succeed(await session.runAction(chat({ model: model(id) })));
    const [data] = execution.json('OfoxAI');
    expect(data.text).not.toBe('');
    expect(data).toMatchObject({ model: id, requestId: expect.any(String) });
    expect(data.usage.totalTokens).toBeGreaterThan(0);
    expect(data.cost).toBeGreaterThan(0);
  });

  it('gives structured output', async () => {
    const jsonExample = '{"city":"Vienna","big":true}';
    const parameters = chat({ outputFormat: 'example', jsonExample });
    const [{ output }] = succeed(await session.runAction(parameters)).json('OfoxAI');
    expect(output).toEqual({ city: expect.any(String), big: expect.any(Boolean) });
  });

  it.each(['service', 'node'])('falls back from a broken model, by the %s', async (fallbackBy) => {
    const options = { fallback: 'google/gemini-2.5-flash', fallbackBy };
    const parameters = chat({ model: model(`${MODELS[0]}:error-503`), options });
    const [data] = succeed(await session.runAction(parameters)).json('OfoxAI');
    expect(data.model).toBe('google/gemini-2.5-flash');
    expect(data.attempts).toHaveLength(2);
  });
});

describe('embedding', () => {
  const items = ['a cat on a mat', 'the stock market'].map((text) => ({ json: { text } }));
  const parameters = {
    resource: 'embedding',
    model: model('ofox/embed'),
    text: '={{ $json.text }}',
  };

  it('creates vectors', async () => {
    const run = { ...parameters, operation: 'create' };
    const execution = succeed(await session.runAction(run, { items }));
    expect(execution.json('OfoxAI').map(({ dimensions }) => dimensions)).toEqual([256, 256]);
  });

  it('compares items with a text', async () => {
    const run = { ...parameters, operation: 'similarity', query: 'a cat' };
    const execution = succeed(await session.runAction(run, { items }));
    expect(execution.json('OfoxAI').map(({ rank }) => rank)).toEqual([1, 2]);
  });
});

it('draws two images as binary data and looks at one', async () => {
  const flow = workflow(
    'Images',
    session.ofox,
    [
      node('manual', 'Start'),
      node('ofox', 'Draw', {
        ...{ resource: 'image', operation: 'generate', model: model('ofox/image') },
        ...{ prompt: 'A fox', n: 2, size: '64x64' },
      }),
      node('ofox', 'Look', {
        model: model('anthropic/claude-haiku-4.5'),
        messages: { values: [{ role: 'user', content: 'What is it?', binaryFields: 'data' }] },
      }),
    ],
    [
      ['Start', 'Draw'],
      ['Draw', 'Look'],
    ],
  );
  const execution = succeed(await session.n8n.run(flow));
  const drawn = execution.items('Draw');
  expect(drawn).toHaveLength(2);
  expect(drawn[0].binary.data.mimeType).toBe('image/png');
  expect(execution.json('Look')[0].text).toContain('64');
});

it('gets models, many and one', async () => {
  const filters = { maxInputPrice: 0.2, search: 'gpt' };
  const many = { resource: 'model', operation: 'getAll', returnAll: true, filters };
  const list = succeed(await session.runAction(many)).json('OfoxAI');
  expect(list.length).toBeGreaterThan(0);
  expect(list.every(({ inputPrice }) => inputPrice <= 0.2)).toBe(true);
  const one = { resource: 'model', operation: 'get', model: model(MODELS[0]) };
  expect(succeed(await session.runAction(one)).json('OfoxAI')[0].id).toBe(MODELS[0]);
});

describe('many items', () => {
  it('sends 200 in batches, and links each to its own', async () => {
    const items = Array.from({ length: 200 }, (_, number) => ({ json: { number } }));
    const parameters = chat({
      messages: { values: [{ role: 'user', content: '=Item {{ $json.number }}' }] },
      options: { batchSize: 25, batchInterval: 0 },
    });
    const execution = succeed(await session.runAction(parameters, { items }));
    const linked = execution.items('OfoxAI').map(({ pairedItem }) => pairedItem.item);
    expect(linked).toEqual(items.map(({ json }) => json.number));
  });

  it('goes on after a failure, with the error as data', async () => {
    const items = [MODELS[0], `${MODELS[0]}:error-400`, MODELS[0]].map((id) => ({ json: { id } }));
    const parameters = chat({ model: model('={{ $json.id }}'), options: { maxRetries: 0 } });
    const more = { onError: 'continueRegularOutput' };
    const data = succeed(await session.runAction(parameters, { items, more })).json('OfoxAI');
    expect(data.map(({ error }) => error?.status)).toEqual([undefined, 400, undefined]);
  });
});

it('says that a key is bad', async () => {
  const { createCredential, gatewayUrl, runAction } = session;
  const data = { apiKey: 'sk-test-wrong', baseUrl: gatewayUrl };
  const credential = await createCredential('Wrong', data);
  const { status, error } = await runAction(chat(), { credential });
  expect(status).toBe('error');
  expect(error.httpCode).toBe('401');
  expect(error.description).toContain('Check the API key');
});

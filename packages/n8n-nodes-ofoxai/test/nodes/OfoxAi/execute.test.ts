import { json, startFakeUpstream, tryLater } from '@ofoxai/fake-upstream';
import { expect, it } from 'vitest';
import { chat, run } from '../../support/action.ts';
import { startGateway, startUpstream } from '../../support/servers.ts';

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

// What is left where n8n's adapter is built otherwise than ours expects, and stays as it is.
import { reply } from '@ofoxai/fake-upstream';
import { expect, it, vi } from 'vitest';
import { collect, supply, WEATHER } from '../../support/chat-model.ts';
import { startGateway, startUpstream } from '../../support/servers.ts';

vi.mock('@n8n/ai-node-sdk', async (importOriginal) => {
  const sdk = await importOriginal<typeof import('@n8n/ai-node-sdk')>();
  const supplyModel: typeof sdk.supplyModel = (context, model) => {
    const { response } = sdk.supplyModel(context, model);
    const adapter = response as { chatModel: object };
    adapter.chatModel = Object.create(adapter.chatModel); // No longer the model that it was given.
    return { response };
  };
  return { ...sdk, supplyModel };
});

const MODELS = ['openai/gpt-4o-mini', 'anthropic/claude-haiku-4.5', 'google/gemini-2.5-flash'];

it.each(MODELS)('answers whole and streamed, with counted tokens: %s', async (id) => {
  const { model } = await supply(await startGateway(), id);
  const whole = await model.invoke('Say hello.');
  const streamed = await collect(await model.stream('Say hello.'));
  for (const { usage_metadata: usage } of [whole, streamed]) {
    expect(usage?.output_tokens).toBeGreaterThan(0);
  }
  expect(JSON.stringify(whole.content)).not.toBe('""');
  expect(JSON.stringify(streamed.content)).not.toBe('[]');
});

it('calls tools side by side and takes their results', async () => {
  const upstream = await startUpstream();
  const toolCalls = ['Vienna', 'Graz'].map((city) => ({
    ...{ id: `call_${city}`, name: 'weather' },
    arguments: { city },
  }));
  upstream.script(reply({ toolCalls }));
  const { model } = await supply(upstream.url, 'openai/gpt-4o-mini');
  const bound = model.bindTools([WEATHER]);
  const first = await bound.invoke('Weather?');
  expect(first.tool_calls?.map(({ id, args }) => [id, args])).toEqual([
    ['call_Vienna', { city: 'Vienna' }],
    ['call_Graz', { city: 'Graz' }],
  ]);
  await bound.invoke([
    ['system', 'Be brief.'],
    ['human', 'Weather?'],
    first,
    { role: 'tool', content: 'Sunny', tool_call_id: 'call_Vienna' },
    { role: 'tool', content: 'Rain', tool_call_id: 'call_Graz', status: 'error' },
  ]);
  const { messages } = (await upstream.request(2)).json as { messages: { role: string }[] };
  expect(messages.map(({ role }) => role)).toEqual(['system', 'user', 'assistant', 'tool', 'tool']);
  expect(messages).toMatchObject([
    ...[{}, {}],
    { tool_calls: [{ id: 'call_Vienna' }, { id: 'call_Graz' }] },
    { tool_call_id: 'call_Vienna', content: 'Sunny' },
    { tool_call_id: 'call_Graz' },
  ]);
});

it('sends images that the adapter knows', async () => {
  const upstream = await startUpstream();
  const { model } = await supply(upstream.url, 'openai/gpt-4o-mini');
  const image = { type: 'image', mimeType: 'image/png', data: 'iVBORw==' };
  await model.invoke([{ role: 'user', content: [{ type: 'text', text: 'What is it?' }, image] }]);
  expect(JSON.stringify((await upstream.request(1)).json)).toContain(
    'data:image/png;base64,iVBORw==',
  );
});

it('heeds the signal and the stop sequences of the call', async () => {
  const upstream = await startUpstream();
  const stopped = await supply(upstream.url, 'openai/gpt-4o-mini');
  await stopped.model.invoke('Hello', { stop: ['END'] });
  expect((await upstream.request(1)).json).toMatchObject({ stop: ['END'] });

  const { model } = await supply(await startGateway(), 'openai/gpt-4o-mini:hang');
  const controller = new AbortController();
  const outcome = expect(model.invoke('Hello', { signal: controller.signal })).rejects.toThrow();
  controller.abort();
  await outcome;
});

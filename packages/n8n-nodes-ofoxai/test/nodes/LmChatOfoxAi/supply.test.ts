import { reply } from '@ofoxai/fake-upstream';
import type { IDataObject } from 'n8n-workflow';
import { expect, it } from 'vitest';
import { collect, supply, WEATHER } from '../../support/chat-model.ts';
import { startGateway, startUpstream } from '../../support/servers.ts';

const MODELS = ['openai/gpt-4o-mini', 'anthropic/claude-haiku-4.5', 'google/gemini-2.5-flash'];

const TOOLS = [WEATHER];

it.each(MODELS)('answers whole and streamed, with counted tokens and cost: %s', async (id) => {
  const { model, logged } = await supply(await startGateway(), id);
  const whole = await model.invoke('Say hello.');
  const streamed = await collect(await model.stream('Say hello.'));
  for (const answer of [whole, streamed]) {
    expect(answer.content).toEqual(expect.any(String));
    expect(answer.content.length).toBeGreaterThan(0);
    expect(answer.usage_metadata).toMatchObject({ output_tokens: expect.any(Number) });
    expect(answer.response_metadata).toMatchObject({ model: id, finish_reason: 'stop' });
  }
  expect(streamed.usage_metadata?.output_tokens).toBe(whole.usage_metadata?.output_tokens);
  const outputs = logged.filter(({ type }) => type === 'ai_languageModel out');
  expect(outputs).toHaveLength(2);
  for (const { data } of outputs) {
    const [[item]] = data as [[{ json: { tokenUsage: IDataObject } }]];
    expect(item.json.tokenUsage).toMatchObject({ cost: expect.any(Number) });
  }
});

it.each(MODELS)('calls a tool and takes its result: %s', async (id) => {
  const { model } = await supply(await startGateway(), id);
  const bound = model.bindTools(TOOLS, { tool_choice: 'any' });
  for (const answer of [
    await bound.invoke('What is the weather in Vienna?'),
    await collect(await bound.stream('What is the weather in Vienna?')),
  ]) {
    expect(answer.tool_calls).toMatchObject([
      { name: 'weather', args: { city: expect.any(String) } },
    ]);
  }
});

it('keeps parallel calls of a stream apart', async () => {
  const upstream = await startUpstream();
  const toolCalls = [
    { id: 'call_a', name: 'weather', arguments: { city: 'Vienna' } },
    { id: 'call_b', name: 'weather', arguments: { city: 'Graz' } },
  ];
  upstream.script(reply({ toolCalls }));
  const { model } = await supply(upstream.url, 'openai/gpt-4o-mini');
  const answer = await collect(await model.bindTools(TOOLS).stream('Weather?'));
  expect(answer.tool_calls?.map(({ id, args }) => [id, args])).toEqual([
    ['call_a', { city: 'Vienna' }],
    ['call_b', { city: 'Graz' }],
  ]);
});

it('sends thoughts back that the agent keeps between the turns of a tool', async () => {
  const upstream = await startUpstream();
  const toolCalls = [{ id: 'call_a', name: 'weather', arguments: { city: 'Vienna' } }];
  upstream.script(reply({ reasoning: 'Hm.', signature: 'c2lnbmVk', toolCalls }));
  const { model } = await supply(upstream.url, 'anthropic/claude-sonnet-4.5');
  const bound = model.bindTools(TOOLS);
  const first = await collect(await bound.stream('Weather?'));
  const sealed = first.additional_kwargs.reasoning_content;
  await bound.invoke([
    ['human', 'Weather?'],
    first,
    { role: 'tool', content: 'Sunny', tool_call_id: 'call_a' },
  ]);
  expect(sealed).toEqual(expect.any(String));
  const [, second] = upstream.requests.map(({ json }) => JSON.stringify(json));
  expect(second).toContain('"signature":"c2lnbmVk"');
  expect(second).toContain('"input":{"city":"Vienna"}');
  expect(second).toContain('Sunny');
});

it('sends images', async () => {
  const upstream = await startUpstream();
  const { model } = await supply(upstream.url, 'openai/gpt-4o-mini');
  const content = [
    { type: 'text', text: 'What is it?' },
    { type: 'image_url', image_url: { url: 'data:image/png;base64,iVBORw==' } },
  ];
  await model.invoke([{ role: 'user', content }]);
  expect(JSON.stringify(upstream.requests[0]?.json)).toContain('data:image/png;base64,iVBORw==');
});

it('heeds the signal of the call', async () => {
  const { model } = await supply(await startGateway(), 'openai/gpt-4o-mini:hang');
  const controller = new AbortController();
  const failing = model.invoke('Hello', { signal: controller.signal });
  const outcome = expect(failing).rejects.toThrow();
  controller.abort();
  await outcome;
});

it('says what went wrong', async () => {
  const { model, logged } = await supply(await startGateway(), 'openai/none-such');
  await expect(model.invoke('Hello')).rejects.toMatchObject({ httpCode: '404' });
  expect(logged.at(-1)?.type).toBe('ai_languageModel out');
});

it('shares nothing between calls side by side', async () => {
  const upstream = await startUpstream();
  const { model } = await supply(upstream.url, 'openai/gpt-4o-mini');
  await Promise.all(['one', 'two', 'three'].map((text) => model.invoke(text)));
  const bodies = upstream.requests.map(({ json }) => JSON.stringify(json));
  for (const text of ['one', 'two', 'three']) {
    expect(bodies.filter((body) => body.includes(`"${text}"`))).toHaveLength(1);
  }
});

it('tells of an image in an answer', async () => {
  const baseUrl = await startGateway();
  const { model, hints } = await supply(baseUrl, 'google/gemini-2.5-flash-image');
  const whole = await model.invoke('Draw a fox, and say what it is.');
  expect(whole.response_metadata.warnings).toMatchObject([{ code: 'dropped' }]);
  expect(hints).toEqual([expect.stringContaining('The OfoxAI node gives it as binary data')]);
});

it('tells of a tool whose parameters cannot be read', async () => {
  const upstream = await startUpstream();
  const { model, hints } = await supply(upstream.url, 'openai/gpt-4o-mini');
  const foreign = { name: 'pick', description: 'Picks', schema: { _def: {} } };
  await model.bindTools([foreign]).invoke('Pick.');
  expect(hints).toEqual([expect.stringContaining('parameters of the tool "pick" cannot be read')]);
});

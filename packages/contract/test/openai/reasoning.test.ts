import type OpenAI from 'openai7';
import { describe, expect, it } from 'vitest';
import { drain } from '../support/rejection.ts';
import { ONE_CITY, WEATHER } from '../support/weather.ts';
import { connect, helpers, SDKS } from './sdk.ts';

type Message = OpenAI.ChatCompletionMessageParam;
type Thoughts = { reasoning_content?: string };

const tools = [
  {
    type: 'function' as const,
    function: { name: WEATHER.name, parameters: WEATHER.schema },
  },
];
const messages: Message[] = [{ role: 'user', content: ONE_CITY }];

/** The first two refuse to go on when a signature is missing or changed. */
const MODELS = ['anthropic/claude-sonnet-4.5', 'google/gemini-3-flash-preview', 'openai/gpt-5'];

function results(message: OpenAI.ChatCompletionMessage): Message[] {
  const calls = message.tool_calls ?? [];
  return calls.map(({ id }) => ({ role: 'tool', tool_call_id: id, content: 'sunny' }));
}

describe.each(SDKS)('reasoning in %s', (_, Sdk) => {
  it.each(MODELS)('of %s comes back with the results of tools', async (model) => {
    const { client } = await connect(Sdk);
    const body = { model, tools, reasoning_effort: 'medium' as const };
    const first = await client.chat.completions.create({ ...body, messages });
    const message = first.choices[0]?.message as OpenAI.ChatCompletionMessage & Thoughts;
    expect(message.reasoning_content).not.toBe('');
    expect(first.usage?.completion_tokens_details?.reasoning_tokens).toBeGreaterThan(0);
    const last = await client.chat.completions.create({
      ...body,
      messages: [...messages, message, ...results(message)],
    });
    expect(last.choices[0]?.message.content).toContain('sunny');
  });

  it.each(MODELS)('of %s is streamed before the answer', async (model) => {
    const { client } = await connect(Sdk);
    // Gemini's models show their thoughts only to those who ask.
    const asks = { reasoning: { effort: 'high', exclude: false } };
    const stream = await client.chat.completions.create({
      model,
      messages: [{ role: 'user', content: 'What is 17 + 25?' }],
      stream: true,
      ...asks,
    });
    const { items } = await drain(stream);
    const deltas = items.map((chunk) => chunk.choices[0]?.delta as Thoughts & { content?: string });
    const thought = deltas.findIndex((delta) => delta?.reasoning_content);
    const answer = deltas.findIndex((delta) => delta?.content);
    expect(thought).toBeGreaterThanOrEqual(0);
    expect(thought).toBeLessThan(answer);
  });

  it.each(MODELS)('of %s survives the stream helper and a tool loop', async (model) => {
    const { client } = await connect(Sdk);
    const body = { model, tools, reasoning_effort: 'medium' as const };
    const stream = helpers(client).stream({ ...body, messages });
    const message = await stream.finalMessage();
    const last = await helpers(client)
      .stream({ ...body, messages: [...messages, message as Message, ...results(message)] })
      .finalContent();
    expect(last).toContain('sunny');
  });

  it('that was changed is a 400', async () => {
    const { client } = await connect(Sdk);
    const body = { model: MODELS[0] as string, tools, reasoning_effort: 'medium' as const };
    const first = await client.chat.completions.create({ ...body, messages });
    const message = first.choices[0]?.message as OpenAI.ChatCompletionMessage;
    const changed = JSON.parse(JSON.stringify(message).replaceAll('offline', 'online'));
    const asked = client.chat.completions.create({
      ...body,
      messages: [...messages, changed, ...results(message)],
    });
    await expect(asked).rejects.toBeInstanceOf(Sdk.BadRequestError);
  });
});

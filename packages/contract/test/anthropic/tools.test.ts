import type Anthropic from 'anthropic1';
import { describe, expect, it } from 'vitest';
import { ONE_CITY, TWO_CITIES, WEATHER } from '../support/weather.ts';
import { connect, MODEL, SDKS } from './sdk.ts';

const TOOL = {
  name: WEATHER.name,
  description: WEATHER.description,
  input_schema: WEATHER.schema,
};
const OTHER = { name: 'book_train', input_schema: { type: 'object' as const, properties: {} } };
const ask = (content: string): Anthropic.MessageParam[] => [{ role: 'user', content }];

const MODELS = [MODEL, 'openai/gpt-4o', 'google/gemini-3-flash-preview'];

function uses({ content }: { content: Anthropic.ContentBlock[] }): Anthropic.ToolUseBlock[] {
  return content.filter((block) => block.type === 'tool_use');
}

describe.each(SDKS)('tools in %s', (_, Sdk) => {
  it.each(MODELS)('%s calls tools side by side and reads their results', async (model) => {
    const { client } = await connect(Sdk);
    const body = { model, max_tokens: 1000, tools: [TOOL] };
    const first = await client.messages.create({ ...body, messages: ask(TWO_CITIES) });
    expect(first.stop_reason).toBe('tool_use');
    const [paris, tokyo] = uses(first);
    expect([paris?.input, tokyo?.input]).toEqual([{ city: 'Paris' }, { city: 'Tokyo' }]);
    const last = await client.messages.create({
      ...body,
      messages: [
        ...ask(TWO_CITIES),
        { role: 'assistant', content: first.content },
        {
          role: 'user',
          content: [
            { type: 'tool_result', tool_use_id: paris?.id ?? '', content: 'sunny' },
            {
              type: 'tool_result',
              tool_use_id: tokyo?.id ?? '',
              is_error: true,
              content: [{ type: 'text', text: 'no data' }],
            },
          ],
        },
      ],
    });
    expect(last.stop_reason).toBe('end_turn');
    expect(JSON.stringify(last.content)).toMatch(/sunny.*no data/);
  });

  it.each(MODELS)('%s streams calls', async (model) => {
    const { client } = await connect(Sdk);
    const stream = client.messages.stream({
      model,
      max_tokens: 1000,
      tools: [TOOL],
      messages: ask(TWO_CITIES),
    });
    const message = await stream.finalMessage();
    expect(message.stop_reason).toBe('tool_use');
    expect(uses(message).map(({ input }) => input)).toEqual([{ city: 'Paris' }, { city: 'Tokyo' }]);
  });

  it.each([
    ['a named tool', { type: 'tool', name: 'book_train' }, 'book_train'],
    ['any tool', { type: 'any' }, WEATHER.name],
    ['no tool', { type: 'none' }, undefined],
  ] as const)('can be made to call %s', async (_name, tool_choice, called) => {
    const { client } = await connect(Sdk);
    const message = await client.messages.create({
      model: MODEL,
      max_tokens: 1000,
      tools: [TOOL, OTHER],
      tool_choice,
      messages: ask(called === undefined ? ONE_CITY : 'Hello'),
    });
    expect(uses(message)[0]?.name).toBe(called);
  });

  it('one after the other when calls must not be parallel', async () => {
    const { client } = await connect(Sdk);
    const message = await client.messages.create({
      model: MODEL,
      max_tokens: 1000,
      tools: [TOOL],
      tool_choice: { type: 'auto', disable_parallel_tool_use: true },
      messages: ask(TWO_CITIES),
    });
    expect(uses(message)).toHaveLength(1);
  });

  it.each([false, true])('the helper runs tools (stream: %s)', async (stream) => {
    const { client } = await connect(Sdk);
    const cities: string[] = [];
    const runner = client.beta.messages.toolRunner({
      model: MODEL,
      max_tokens: 1000,
      messages: [{ role: 'user', content: TWO_CITIES }],
      tools: [
        {
          ...TOOL,
          type: 'custom' as const,
          parse: (input: unknown) => input as { city: string },
          run: ({ city }: { city: string }) => {
            cities.push(city);
            return `It is sunny in ${city}.`;
          },
        },
      ],
      stream: stream as false,
    });
    const message = await runner.runUntilDone();
    expect(JSON.stringify(message.content)).toContain('sunny');
    expect(cities).toEqual(['Paris', 'Tokyo']);
  });
});

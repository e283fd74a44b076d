import type OpenAI from 'openai7';
import { describe, expect, it } from 'vitest';
import { drain } from '../support/rejection.ts';
import { ONE_CITY, TWO_CITIES, WEATHER } from '../support/weather.ts';
import { connect, helpers, SDKS } from './sdk.ts';

type Message = OpenAI.ChatCompletionMessageParam;

const TOOL = {
  type: 'function' as const,
  function: {
    name: WEATHER.name,
    description: WEATHER.description,
    parameters: WEATHER.schema,
    strict: true,
  },
};
const OTHER = {
  type: 'function' as const,
  function: { name: 'book_train', parameters: { type: 'object', properties: {} } },
};
const ask = (content: string): Message[] => [{ role: 'user', content }];

const MODELS = ['openai/gpt-4o', 'anthropic/claude-sonnet-4.5', 'google/gemini-3-flash-preview'];

describe.each(SDKS)('tools in %s', (_, Sdk) => {
  it.each(MODELS)('%s calls tools side by side and reads their results', async (model) => {
    const { client } = await connect(Sdk);
    const messages = ask(TWO_CITIES);
    const first = await client.chat.completions.create({ model, messages, tools: [TOOL] });
    const [choice] = first.choices;
    expect(choice?.finish_reason).toBe('tool_calls');
    const calls = (choice?.message.tool_calls ?? []).filter((call) => call.type === 'function');
    expect(calls.map((call) => JSON.parse(call.function.arguments))).toEqual([
      { city: 'Paris' },
      { city: 'Tokyo' },
    ]);
    expect(new Set(calls.map(({ id }) => id)).size).toBe(2);
    const last = await client.chat.completions.create({
      model,
      tools: [TOOL],
      messages: [
        ...messages,
        choice?.message as Message,
        ...calls.map(
          ({ id }, index): Message => ({
            role: 'tool',
            tool_call_id: id,
            content: ['sunny', 'foggy'][index] ?? '',
          }),
        ),
      ],
    });
    expect(last.choices[0]?.finish_reason).toBe('stop');
    expect(last.choices[0]?.message.content).toMatch(/sunny[\s\S]*foggy/);
  });

  it.each(MODELS)('%s streams calls', async (model) => {
    const { client } = await connect(Sdk);
    const stream = await client.chat.completions.create({
      model,
      messages: ask(TWO_CITIES),
      tools: [TOOL],
      stream: true,
    });
    const { items } = await drain(stream);
    const deltas = items.flatMap((chunk) => chunk.choices[0]?.delta.tool_calls ?? []);
    const json = [0, 1].map((index) =>
      deltas
        .filter((delta) => delta.index === index)
        .map((delta) => delta.function?.arguments ?? '')
        .join(''),
    );
    expect(json.map((text) => JSON.parse(text))).toEqual([{ city: 'Paris' }, { city: 'Tokyo' }]);
    expect(deltas.filter(({ id }) => id)).toHaveLength(2);
  });

  it('one after the other when calls must not be parallel', async () => {
    const { client } = await connect(Sdk);
    const reply = await client.chat.completions.create({
      model: 'openai/gpt-4o',
      messages: ask(TWO_CITIES),
      tools: [TOOL],
      parallel_tool_calls: false,
    });
    expect(reply.choices[0]?.message.tool_calls).toHaveLength(1);
  });

  it.each([
    ['a named tool', { type: 'function', function: { name: 'book_train' } }, 'book_train'],
    ['any tool', 'required', WEATHER.name],
    ['no tool', 'none', undefined],
    [
      'one of those allowed',
      {
        type: 'allowed_tools',
        allowed_tools: {
          mode: 'required',
          tools: [{ type: 'function', function: { name: 'book_train' } }],
        },
      },
      'book_train',
    ],
  ] as const)('can be made to call %s', async (_name, tool_choice, called) => {
    const { client } = await connect(Sdk);
    const reply = await client.chat.completions.create({
      model: 'openai/gpt-4o',
      messages: ask(called === undefined ? ONE_CITY : 'Hello'),
      tools: [TOOL, OTHER],
      tool_choice: tool_choice as OpenAI.ChatCompletionToolChoiceOption,
    });
    const [call] = reply.choices[0]?.message.tool_calls ?? [];
    expect(call?.type === 'function' ? call.function.name : undefined).toBe(called);
  });

  it('a forced tool that is not there is a 400', async () => {
    const { client } = await connect(Sdk);
    const asked = client.chat.completions.create({
      model: 'openai/gpt-4o',
      messages: ask('Hello'),
      tools: [TOOL],
      tool_choice: { type: 'function', function: { name: 'missing' } },
    });
    await expect(asked).rejects.toBeInstanceOf(Sdk.BadRequestError);
  });

  it.each([false, true])('the helper runs tools (stream: %s)', async (stream) => {
    const { client } = await connect(Sdk);
    const cities: string[] = [];
    const tool = {
      type: 'function' as const,
      function: {
        ...TOOL.function,
        parse: (text: string) => JSON.parse(text) as { city: string },
        function: ({ city }: { city: string }) => {
          cities.push(city);
          return `It is sunny in ${city}.`;
        },
      },
    };
    const runner = helpers(client).runTools({
      model: 'openai/gpt-4o',
      messages: ask(TWO_CITIES),
      tools: [tool],
      stream: stream as false,
    });
    expect(await runner.finalContent()).toContain('sunny');
    expect(cities).toEqual(['Paris', 'Tokyo']);
  });
});

import { generateText, jsonSchema, stepCountIs, streamText, tool } from 'ai';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ONE_CITY, TWO_CITIES, WEATHER } from '../support/weather.ts';
import { connect, OWN, PROVIDERS, THINKING } from './providers.ts';

function weather(cities: string[]) {
  return tool({
    description: WEATHER.description,
    inputSchema: z.object({ city: z.string() }),
    execute: async ({ city }) => {
      cities.push(city);
      return { city, weather: 'sunny' };
    },
  });
}

const { openai, anthropic, google } = OWN;
/** The provider of OpenAI throws signatures away, without which Gemini 3 does not go on. */
const MAKERS = {
  openai: [openai, anthropic, 'google/gemini-2.5-flash'],
  anthropic: [openai, anthropic, google],
  google: [openai, anthropic, google],
};

describe.each(PROVIDERS)('tools in @ai-sdk/%s', (name) => {
  it.each(MAKERS[name])('%s calls them side by side and reads their results', async (id) => {
    const { models } = await connect();
    const cities: string[] = [];
    const result = await generateText({
      model: models[name](id),
      prompt: TWO_CITIES,
      tools: { get_weather: weather(cities) },
      stopWhen: stepCountIs(4),
    });
    expect(cities).toEqual(['Paris', 'Tokyo']);
    expect(result.steps[0]?.finishReason).toBe('tool-calls');
    expect(result.text).toContain('sunny');
  });

  it('streams through several steps', async () => {
    const { models } = await connect();
    const cities: string[] = [];
    const result = streamText({
      model: models[name](OWN[name]),
      prompt: TWO_CITIES,
      tools: { get_weather: weather(cities) },
      stopWhen: stepCountIs(4),
    });
    expect(await result.text).toContain('sunny');
    expect(cities).toEqual(['Paris', 'Tokyo']);
  });

  it('sends thoughts back with the results, whole and streamed', async () => {
    const { models } = await connect();
    const { model, options } = THINKING[name];
    const asked = {
      model: models[name](model),
      prompt: ONE_CITY,
      tools: { get_weather: weather([]) },
      stopWhen: stepCountIs(4),
      providerOptions: options as never,
    };
    expect((await generateText(asked)).text).toContain('sunny');
    expect(await streamText(asked).text).toContain('sunny');
  });

  it.each([
    [{ type: 'tool', toolName: 'book_train' }, 'book_train'],
    ['required', 'get_weather'],
    ['none', undefined],
  ] as const)('obeys the choice %j', async (toolChoice, called) => {
    const { models } = await connect();
    const result = await generateText({
      model: models[name](OWN[name]),
      prompt: called === undefined ? ONE_CITY : 'Hello',
      tools: {
        get_weather: tool({ inputSchema: jsonSchema(WEATHER.schema) }),
        book_train: tool({ inputSchema: z.object({ from: z.string() }) }),
      },
      toolChoice,
    });
    expect(result.toolCalls[0]?.toolName).toBe(called);
  });
});

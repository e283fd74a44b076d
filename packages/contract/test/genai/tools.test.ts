import type { Content, FunctionCall, Part } from 'genai3';
import { describe, expect, it } from 'vitest';
import { drain } from '../support/rejection.ts';
import { ONE_CITY, TWO_CITIES, WEATHER } from '../support/weather.ts';
import { connect, MODEL, SDKS } from './sdk.ts';

const DECLARATION = {
  name: WEATHER.name,
  description: WEATHER.description,
  parametersJsonSchema: WEATHER.schema,
};
const OTHER = { name: 'book_train', parametersJsonSchema: { type: 'object', properties: {} } };
const tools = [{ functionDeclarations: [DECLARATION] }];

const user = (text: string): Content => ({ role: 'user', parts: [{ text }] });

/** With the results of the calls, by their ids where they have them. */
function results(calls: FunctionCall[] = []): Content {
  const parts = calls.map(
    ({ id, name = '', args }): Part => ({
      functionResponse: {
        ...(id === undefined ? {} : { id }),
        name,
        response: { output: `sunny in ${args?.city}` },
      },
    }),
  );
  return { role: 'user', parts };
}

describe.each(SDKS)('tools in %s', (_, sdk) => {
  it.each([MODEL, 'openai/gpt-4o', 'anthropic/claude-sonnet-4.5'])(
    '%s calls tools side by side and reads their results',
    async (model) => {
      const { ai } = await connect(sdk);
      const question = user(TWO_CITIES);
      const first = await ai.models.generateContent({
        model,
        contents: [question],
        config: { tools },
      });
      expect(first.functionCalls?.map(({ args }) => args)).toEqual([
        { city: 'Paris' },
        { city: 'Tokyo' },
      ]);
      const said = first.candidates?.[0]?.content as Content;
      const last = await ai.models.generateContent({
        model,
        contents: [question, said, results(first.functionCalls)],
        config: { tools },
      });
      expect(last.text).toMatch(/Paris[\s\S]*Tokyo/);
    },
  );

  it('streams calls', async () => {
    const { ai } = await connect(sdk);
    const stream = await ai.models.generateContentStream({
      model: MODEL,
      contents: TWO_CITIES,
      config: { tools },
    });
    const { items } = await drain(stream);
    const calls = items.flatMap(({ functionCalls }) => functionCalls ?? []);
    expect(calls.map(({ args }) => args)).toEqual([{ city: 'Paris' }, { city: 'Tokyo' }]);
  });

  it.each([
    ['ANY', ['book_train'], 'book_train'],
    ['ANY', undefined, WEATHER.name],
    ['NONE', undefined, undefined],
  ])('%s of %j', async (mode, allowed, called) => {
    const { ai } = await connect(sdk);
    const reply = await ai.models.generateContent({
      model: MODEL,
      contents: called === undefined ? ONE_CITY : 'Hello',
      config: {
        tools: [{ functionDeclarations: [DECLARATION, OTHER] }],
        toolConfig: {
          functionCallingConfig: {
            mode: mode as never,
            ...(allowed ? { allowedFunctionNames: allowed } : {}),
          },
        },
      },
    });
    expect(reply.functionCalls?.[0]?.name).toBe(called);
  });

  it.each([MODEL, 'anthropic/claude-sonnet-4.5', 'openai/gpt-5'])(
    'thoughts of %s come back with the results, whole and streamed',
    async (model) => {
      const { ai } = await connect(sdk);
      const question = user(ONE_CITY);
      const config = { tools, thinkingConfig: { includeThoughts: true, thinkingBudget: 1024 } };
      const whole = await ai.models.generateContent({ model, contents: [question], config });
      const parts = whole.candidates?.[0]?.content?.parts ?? [];
      expect(parts[0]?.thought).toBe(true);
      expect(whole.usageMetadata?.thoughtsTokenCount).toBeGreaterThan(0);
      const stream = await ai.models.generateContentStream({
        model,
        contents: [question],
        config,
      });
      const { items } = await drain(stream);
      const streamed = items.flatMap((chunk) => chunk.candidates?.[0]?.content?.parts ?? []);
      for (const said of [parts, streamed]) {
        const calls = said.flatMap(({ functionCall }) => functionCall ?? []);
        const last = await ai.models.generateContent({
          model,
          contents: [question, { role: 'model', parts: said }, results(calls)],
          config,
        });
        expect(last.text).toContain('sunny');
      }
    },
  );

  it('a call without its signature is a 400', async () => {
    const { ai } = await connect(sdk);
    const question = user(ONE_CITY);
    const first = await ai.models.generateContent({
      model: MODEL,
      contents: [question],
      config: { tools },
    });
    const parts = (first.functionCalls ?? []).map((functionCall) => ({ functionCall }));
    const asked = ai.models.generateContent({
      model: MODEL,
      contents: [question, { role: 'model', parts }, results(first.functionCalls)],
      config: { tools },
    });
    await expect(asked).rejects.toMatchObject({ status: 400 });
  });

  it('the SDK runs tools by itself', async () => {
    const { ai } = await connect(sdk);
    const cities: unknown[] = [];
    const reply = await ai.models.generateContent({
      model: MODEL,
      contents: TWO_CITIES,
      config: {
        tools: [
          {
            tool: async () => ({ functionDeclarations: [DECLARATION] }),
            callTool: async (calls: FunctionCall[]) => {
              for (const { args } of calls) cities.push(args?.city);
              return results(calls).parts ?? [];
            },
          },
        ],
      },
    });
    expect(cities).toEqual(['Paris', 'Tokyo']);
    expect(reply.text).toContain('sunny');
  });
});

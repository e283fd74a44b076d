import type { JsonObject, JsonValue, Protocol, Reply } from '@ofoxai/core';
import { protocols, replyText } from '@ofoxai/core';
import { describe, expect, it } from 'vitest';
import { reply } from './ask.ts';

const SCHEMA = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] };
const QUESTION = 'What is the weather in Paris?';

/** A conversation with thoughts and a tool, told on one wire. */
interface Wire {
  protocol: Protocol;
  ask(model: string): JsonObject;
  /** The same conversation with the answer, as it came, and the tool's result. */
  goOn(body: JsonObject, answer: JsonObject): JsonObject;
}

const list = (value: JsonValue | undefined) => (Array.isArray(value) ? value : []) as JsonObject[];

const WIRES: Wire[] = [
  {
    protocol: protocols.openai,
    ask: (model) => ({
      model,
      messages: [{ role: 'user', content: QUESTION }],
      tools: [{ type: 'function', function: { name: 'get_weather', parameters: SCHEMA } }],
      reasoning_effort: 'low',
    }),
    goOn(body, answer) {
      const message = list(answer.choices)[0]?.message as JsonObject;
      const results = list(message.tool_calls).map(({ id }) => ({
        role: 'tool',
        tool_call_id: id as string,
        content: 'sunny',
      }));
      return { ...body, messages: [...list(body.messages), message, ...results] };
    },
  },
  {
    protocol: protocols.anthropic,
    ask: (model) => ({
      model,
      max_tokens: 4000,
      messages: [{ role: 'user', content: QUESTION }],
      tools: [{ name: 'get_weather', input_schema: SCHEMA }],
      thinking: { type: 'enabled', budget_tokens: 1024 },
    }),
    goOn(body, answer) {
      const content = list(answer.content);
      const results = content
        .filter(({ type }) => type === 'tool_use')
        .map(({ id }) => ({ type: 'tool_result', tool_use_id: id as string, content: 'sunny' }));
      return {
        ...body,
        messages: [
          ...list(body.messages),
          { role: 'assistant', content },
          { role: 'user', content: results },
        ],
      };
    },
  },
  {
    protocol: protocols.gemini,
    ask: (model) => ({
      model,
      contents: [{ role: 'user', parts: [{ text: QUESTION }] }],
      tools: [{ functionDeclarations: [{ name: 'get_weather', parametersJsonSchema: SCHEMA }] }],
      generationConfig: { thinkingConfig: { thinkingBudget: 1024, includeThoughts: true } },
    }),
    goOn(body, answer) {
      const content = list(answer.candidates)[0]?.content as JsonObject;
      const results = list(content.parts)
        .map((part) => part.functionCall as JsonObject | undefined)
        .filter((call) => call !== undefined)
        .map(({ id, name }) => ({
          functionResponse: {
            ...(id === undefined ? {} : { id }),
            name,
            response: { result: 'sunny' },
          },
        }));
      const next = { role: 'user', parts: results as JsonObject[] };
      return { ...body, contents: [...list(body.contents), content, next] };
    },
  },
];

async function answer({ protocol }: Wire, body: JsonObject): Promise<Reply> {
  const { model, ...rest } = body;
  const wire =
    protocol.name === 'gemini' ? { body: rest, model: String(model), stream: false } : { body };
  return reply(protocol.decodeRequest(wire));
}

/** What the answer is on the wire once it has been JSON. */
function encoded({ protocol }: Wire, answered: Reply): JsonObject {
  return JSON.parse(JSON.stringify(protocol.encodeReply(answered)));
}

describe.each(WIRES.map((wire) => [wire.protocol.name, wire] as const))(
  'on the %s wire',
  (_, wire) => {
    it.each([
      'anthropic/claude-sonnet-4.5',
      'google/gemini-3-flash-preview',
      'openai/gpt-5',
      'ofox/pro',
    ])('a turn with %s goes on with its own signatures', async (model) => {
      const body = wire.ask(model);
      const first = await answer(wire, body);
      expect(first.finish.reason).toBe('tool_calls');
      expect(first.usage.reasoning).toBeGreaterThan(0);
      const last = await answer(wire, wire.goOn(body, encoded(wire, first)));
      expect(replyText(last)).toContain('sunny');
    });

    it.each(['anthropic/claude-sonnet-4.5', 'google/gemini-3-flash-preview'])(
      'a changed signature of %s is noticed',
      async (model) => {
        const body = wire.ask(model);
        const first = await answer(wire, body);
        for (const part of first.content) {
          if ('signature' in part && part.signature) part.signature.value = 'AAAA';
        }
        await expect(answer(wire, wire.goOn(body, encoded(wire, first)))).rejects.toMatchObject({
          kind: 'invalid_request',
          param: expect.stringMatching(/^messages\[1\]\.content\[\d\]\.signature$/),
        });
      },
    );
  },
);

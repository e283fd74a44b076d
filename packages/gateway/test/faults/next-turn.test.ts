import { type JsonObject, type JsonValue, PROTOCOL_NAMES, type ProtocolName } from '@ofoxai/core';
import { type Answer, json, reply } from '@ofoxai/fake-upstream';
import { describe, expect, it } from 'vitest';
import { assembleMessage } from '../support/assemble-message.ts';
import { serve } from '../support/serve.ts';
import { fakeUpstream, node } from '../support/upstreams.ts';

const MODEL = 'house/model';
const QUESTION = 'How is the weather in Köln?';
const SIGNATURE = Buffer.from('what only its maker can read').toString('base64');
const CALL = { id: 'call_1', name: 'weather', arguments: { city: 'Köln' } };
const PARAMETERS = { type: 'object', properties: { city: { type: 'string' } } };

/** The first request of a conversation on each wire, written by hand. */
const FIRST: Record<ProtocolName, { path: string; body: JsonObject }> = {
  openai: {
    path: '/v1/chat/completions',
    body: {
      model: MODEL,
      messages: [{ role: 'user', content: QUESTION }],
      tools: [{ type: 'function', function: { name: 'weather', parameters: PARAMETERS } }],
    },
  },
  anthropic: {
    path: '/anthropic/v1/messages',
    body: {
      model: MODEL,
      max_tokens: 4000,
      thinking: { type: 'enabled', budget_tokens: 2000 },
      messages: [{ role: 'user', content: QUESTION }],
      tools: [{ name: 'weather', input_schema: PARAMETERS }],
    },
  },
  gemini: {
    path: `/gemini/v1beta/models/${MODEL}:generateContent`,
    body: {
      contents: [{ role: 'user', parts: [{ text: QUESTION }] }],
      tools: [{ functionDeclarations: [{ name: 'weather', parameters: PARAMETERS }] }],
    },
  },
};

/** The second request: the answer as it came, and what the tool says. */
function second(face: ProtocolName, answer: JsonObject): JsonObject {
  const { body } = FIRST[face];
  if (face === 'gemini') {
    const [candidate] = answer.candidates as { content: { parts: JsonObject[] } }[];
    const { parts = [] } = candidate?.content ?? {};
    const call = parts.find((part) => part.functionCall)?.functionCall as JsonObject;
    const { name, id } = call;
    const functionResponse = { name, response: { sun: true }, ...(id ? { id } : {}) };
    const said = { role: 'user', parts: [{ functionResponse } as JsonObject] };
    const contents = [...(body.contents as JsonValue[]), candidate?.content as JsonObject, said];
    return { ...body, contents };
  }
  const messages = body.messages as JsonValue[];
  if (face === 'openai') {
    const [choice] = answer.choices as { message: JsonObject & { tool_calls: { id: string }[] } }[];
    const id = choice?.message.tool_calls[0]?.id ?? '';
    const said = { role: 'tool', tool_call_id: id, content: 'sun' };
    return { ...body, messages: [...messages, choice?.message as JsonObject, said] };
  }
  const content = answer.content as { type: string; id?: string }[];
  const { id = '' } = content.find(({ type }) => type === 'tool_use') ?? {};
  const result = { type: 'tool_result', tool_use_id: id, content: 'sun' };
  return {
    ...body,
    messages: [
      ...messages,
      { role: 'assistant', content: content as JsonObject[] },
      { role: 'user', content: [result] },
    ],
  };
}

/** Two turns with the same upstream; the body of the second request that it gets. */
async function twoTurns(face: ProtocolName, back: ProtocolName, answer: Answer, streams: boolean) {
  const upstream = await fakeUpstream();
  upstream.script(answer);
  const { post } = await serve({ nodes: [node(back, upstream.url)] });
  const { path, body } = FIRST[face];
  const streamed = path.replace(':generateContent', ':streamGenerateContent?alt=sse');
  let answered: JsonObject;
  if (streams) {
    const asked = face === 'gemini' ? body : { ...body, stream: true };
    answered = assembleMessage(face, await (await post(streamed, asked)).text());
  } else answered = (await (await post(path, body)).json()) as JsonObject;
  const next = second(face, answered);
  const response = await post(path, next);
  expect(await response.text()).toContain('Hello from the fake upstream.');
  return (await upstream.request(2)).json as JsonObject;
}

describe.each(PROTOCOL_NAMES)('a caller of %s brings back', (face) => {
  it.each([false, true])("Gemini's signature of a call (no. 17), streamed: %s", async (streams) => {
    const answer = reply({ toolCalls: [CALL], signature: SIGNATURE });
    const { contents } = await twoTurns(face, 'gemini', answer, streams);
    const [, turn] = contents as { parts: JsonObject[] }[];
    expect(turn?.parts[0]).toMatchObject({
      functionCall: { name: 'weather', args: { city: 'Köln' } },
      thoughtSignature: SIGNATURE,
    });
  });

  it("Anthropic's thoughts to the byte, also empty and withheld ones (no. 18)", async () => {
    const content = [
      { type: 'thinking', thinking: '', signature: SIGNATURE },
      { type: 'redacted_thinking', data: Buffer.from('withheld').toString('base64') },
      { type: 'thinking', thinking: ' Grüße,\n\tso be it. ', signature: `${SIGNATURE}AA==` },
      { type: 'tool_use', id: 'toolu_1', name: 'weather', input: { city: 'Köln' } },
    ];
    const answer = json({
      id: 'msg_1',
      type: 'message',
      role: 'assistant',
      model: 'm',
      content,
      stop_reason: 'tool_use',
      stop_sequence: null,
      usage: { input_tokens: 1, output_tokens: 2 },
    });
    for (const streams of [false, true]) {
      const { messages } = await twoTurns(face, 'anthropic', answer, streams);
      const [, turn] = messages as { content: JsonObject[] }[];
      expect(turn?.content).toHaveLength(content.length);
      expect(turn?.content).toMatchObject(content);
    }
  });

  it.each([
    ['gemini', 'anthropic'],
    ['anthropic', 'gemini'],
    ['gemini', 'openai'],
    ['anthropic', 'openai'],
  ] as const)('no signature of %s to %s (no. 18)', async (maker, other) => {
    // On one protocol the bytes pass through.
    if (face === other) return;
    const [first, next] = [await fakeUpstream(), await fakeUpstream()];
    first.script(reply({ reasoning: 'Hm.', toolCalls: [CALL], signature: SIGNATURE }));
    const nodes = [
      node(maker, first.url, { name: 'maker', models: { 'house/*': '*' } }),
      node(other, next.url, { name: 'other', models: { 'guest/*': 'gpt-4o' } }),
    ];
    const { post } = await serve({ nodes });
    const { path, body } = FIRST[face];
    const answer = (await (await post(path, body)).json()) as JsonObject;
    const asked = second(face, answer);
    const guest = 'guest/model';
    const response = await post(path.replace(MODEL, guest), {
      ...asked,
      ...(face === 'gemini' ? {} : { model: guest }),
    });
    expect(response.status).toBe(200);
    const { text } = await next.request(1);
    expect(text).toContain('Köln');
    expect(text).not.toContain(SIGNATURE);
    expect(text).not.toContain('ofox/');
  });
});

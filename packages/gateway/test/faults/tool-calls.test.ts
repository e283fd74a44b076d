import { type JsonObject, PROTOCOL_NAMES, type ProtocolName } from '@ofoxai/core';
import {
  type Answer,
  type Fault,
  faulty,
  repeatedToolNames,
  reply,
  sameIndexes,
  stream,
  wholeToolCalls,
  withoutIndexes,
} from '@ofoxai/fake-upstream';
import { describe, expect, it } from 'vitest';
import { STREAMS } from '../support/ask.ts';
import { CHATS, serve } from '../support/serve.ts';
import { fakeUpstream, node } from '../support/upstreams.ts';
import { assemble } from '../support/well-formed.ts';

const TOOL_WORDS = { openai: 'tool_calls', anthropic: 'tool_use', gemini: 'STOP' } as const;
const LENGTH_WORDS = { openai: 'length', anthropic: 'max_tokens', gemini: 'MAX_TOKENS' } as const;
const FILTER_WORDS = { openai: 'content_filter', anthropic: 'refusal', gemini: 'SAFETY' } as const;

const CALLS = [
  { id: 'call_1', name: 'weather', arguments: { city: 'Köln', days: [1, 2] } },
  { id: 'call_2', name: 'time', arguments: {} },
  { id: 'call_3', name: 'weather', arguments: { city: '{"}' } },
];

/** What a caller of one protocol gets of a stream that an upstream of another sends. */
async function streamed(face: ProtocolName, back: ProtocolName, answer: Answer) {
  const upstream = await fakeUpstream();
  upstream.script(answer);
  const { post } = await serve({ nodes: [node(back, upstream.url)] });
  const response = await post(STREAMS[face].path, STREAMS[face].body);
  return assemble(face, await response.text());
}

/** Chunks of OpenAI's wire, each a delta. */
function deltas(finish: string, ...all: readonly JsonObject[]): Answer {
  const chunk = (delta: JsonObject, reason: string | null) => ({
    data: JSON.stringify({
      id: 'chatcmpl-1',
      object: 'chat.completion.chunk',
      created: 1,
      model: 'm',
      choices: [{ index: 0, delta, finish_reason: reason }],
    }),
  });
  const events = all.map((delta) => chunk(delta, null));
  return stream({ events: [...events, chunk({}, finish), { data: '[DONE]' }] });
}

/** Chunks of Gemini's wire, each with these parts and perhaps a reason to end. */
function chunks(...all: readonly [parts: JsonObject[], finishReason?: string][]): Answer {
  const events = all.map(([parts, finishReason]) => ({
    data: JSON.stringify({
      candidates: [{ content: { role: 'model', parts }, ...(finishReason && { finishReason }) }],
      usageMetadata: { promptTokenCount: 3, candidatesTokenCount: 2, totalTokenCount: 5 },
      modelVersion: 'm',
    }),
  }));
  return stream({ events });
}

const tool = (index: number, fields: JsonObject, id?: string): JsonObject => ({
  tool_calls: [{ index, type: 'function', function: fields, ...(id && { id }) }],
});

describe.each(PROTOCOL_NAMES)('streamed to %s,', (face) => {
  const FORMS: [string, Fault[]][] = [
    ['in many pieces', []],
    ['with arguments in the chunk of the name (no. 1)', [wholeToolCalls()]],
    ['without indexes (no. 4)', [withoutIndexes()]],
    ['with one index for all (no. 4)', [sameIndexes()]],
    ['with the name repeated', [repeatedToolNames()]],
  ];

  it.each(FORMS)('parallel calls %s are whole and in order', async (what, faults) => {
    for (const back of PROTOCOL_NAMES) {
      // On one protocol the bytes pass through, with what is odd about them.
      if (back === face && /index|repeated/.test(what)) continue;
      const toolCalls = back === 'anthropic' && /index/.test(what) ? CALLS.slice(0, 1) : CALLS;
      const answer = faulty(reply({ toolCalls, chunks: 5 }), ...faults);
      const { calls, finish, text } = await streamed(face, back, answer);
      expect(calls.map(({ name, arguments: given }) => [name, given])).toEqual(
        toolCalls.map(({ name, arguments: given }) => [name, given]),
      );
      if (face !== 'gemini') expect(new Set(calls.map(({ id }) => id)).size).toBe(toolCalls.length);
      expect(finish).toBe(TOOL_WORDS[face]);
      expect(text).toBe('');
    }
  });

  it('text before calls stays text (no. 4, 5)', async () => {
    for (const back of PROTOCOL_NAMES) {
      const answer = reply({ text: 'Let me see.', toolCalls: CALLS, reasoning: 'Hm.' });
      const { calls, text } = await streamed(face, back, answer);
      expect(text).toBe('Let me see.');
      expect(calls).toHaveLength(3);
    }
  });

  it('text beside an empty list of calls stays text (no. 2)', async () => {
    const answer = deltas(
      'stop',
      { role: 'assistant', content: 'One', tool_calls: [] },
      { content: ' two', tool_calls: [] },
      { content: ' three', tool_calls: null },
    );
    const { text, calls, finish } = await streamed(face, 'openai', answer);
    expect(text).toBe('One two three');
    expect(calls).toEqual([]);
    expect(finish).not.toBe(TOOL_WORDS[face === 'gemini' ? 'openai' : face]);
  });

  it('text and a call in one chunk are both told (no. 3)', async () => {
    const both = { content: 'Look:', ...tool(0, { name: 'weather', arguments: '{"city"' }, 'a') };
    const answer = deltas('tool_calls', both, tool(0, { arguments: ':"Köln"}' }));
    const { text, calls } = await streamed(face, 'openai', answer);
    expect(text).toBe('Look:');
    expect(calls).toMatchObject([{ name: 'weather', arguments: { city: 'Köln' } }]);
  });

  it('pieces of several calls by turns come out one call after the other (no. 4, 5)', async () => {
    const answer = deltas(
      'tool_calls',
      tool(0, { name: 'weather', arguments: '' }, 'a'),
      tool(1, { name: 'time', arguments: '{"z' }, 'b'),
      tool(0, { arguments: '{"city":' }),
      tool(1, { arguments: 'one":1}' }),
      tool(0, { arguments: '"Köln"}' }),
    );
    const { calls } = await streamed(face, 'openai', answer);
    expect(calls).toMatchObject([
      { name: 'weather', arguments: { city: 'Köln' } },
      { name: 'time', arguments: { zone: 1 } },
    ]);
  });

  it('a call without arguments is closed and has an empty object (no. 4)', async () => {
    if (face === 'openai') {
      const { calls } = await streamed(
        face,
        'gemini',
        chunks([[{ functionCall: { name: 'now' } }]], [[], 'STOP']),
      );
      expect(calls).toMatchObject([{ name: 'now', arguments: {} }]);
      return;
    }
    const answer = deltas('tool_calls', tool(0, { name: 'now' }, 'a'));
    const { calls } = await streamed(face, 'openai', answer);
    expect(calls).toMatchObject([{ name: 'now', arguments: {} }]);
  });

  it("Gemini's STOP behind calls means calls, in one chunk or the next (no. 6)", async () => {
    const call = { functionCall: { name: 'weather', args: { city: 'Köln' } } };
    for (const answer of [
      chunks([[call], 'STOP']),
      chunks([[call]], [[{ text: '' }], 'STOP']),
      chunks([[call]], [[], 'STOP']),
    ]) {
      const { calls, finish } = await streamed(face, 'gemini', answer);
      expect(calls).toMatchObject([{ name: 'weather', arguments: { city: 'Köln' } }]);
      expect(finish).toBe(TOOL_WORDS[face]);
    }
  });

  it('other reasons to end are not overwritten by calls (no. 6)', async () => {
    const call = { functionCall: { name: 'weather', args: {} } };
    for (const [word, words] of [
      ['MAX_TOKENS', LENGTH_WORDS],
      ['SAFETY', FILTER_WORDS],
    ] as const) {
      const { finish } = await streamed(face, 'gemini', chunks([[call]], [[], word]));
      expect(finish).toBe(words[face]);
    }
    const cut = deltas('length', tool(0, { name: 'weather', arguments: '{}' }, 'a'));
    expect((await streamed(face, 'openai', cut)).finish).toBe(LENGTH_WORDS[face]);
  });
});

describe('tools that are offered', () => {
  const parameters = {
    type: 'object',
    properties: { city: { type: 'string' } },
    required: ['city'],
  };
  const TOOLS: Record<ProtocolName, JsonObject[]> = {
    openai: [
      { type: 'function', function: { name: 'weather', parameters } },
      { type: 'function', function: { name: 'now' } },
      { type: 'function', function: { name: 'bare', parameters: {} } },
    ],
    anthropic: [
      { name: 'weather', input_schema: parameters },
      { name: 'now', input_schema: { type: 'object' } },
      { name: 'bare', input_schema: { type: 'object', properties: {} } },
    ],
    gemini: [
      {
        functionDeclarations: [
          { name: 'weather', parametersJsonSchema: parameters },
          { name: 'now' },
          { name: 'bare', parameters: { type: 'OBJECT', properties: {} } },
        ],
      },
    ],
  };

  it.each(PROTOCOL_NAMES)('by %s have a schema that Anthropic takes (no. 7)', async (face) => {
    const upstream = await fakeUpstream();
    const { post } = await serve({ nodes: [node('anthropic', upstream.url)] });
    await (await post(CHATS[face].path, { ...CHATS[face].body, tools: TOOLS[face] })).text();
    const { tools } = (await upstream.request(1)).json as { tools: JsonObject[] };
    expect(tools.map(({ name }) => name)).toEqual(['weather', 'now', 'bare']);
    for (const { input_schema } of tools) expect(input_schema).toMatchObject({ type: 'object' });
    expect(tools[0]).toMatchObject({ input_schema: parameters });
    for (const { parameters: foreign } of tools) expect(foreign).toBeUndefined();
  });
});

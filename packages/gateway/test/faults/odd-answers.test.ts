import { type JsonValue, PROTOCOL_NAMES, type ProtocolName } from '@ofoxai/core';
import {
  type Answer,
  byteOrderMark,
  comments,
  editEvents,
  empty,
  emptyChoices,
  error,
  errorInStream,
  type Fault,
  faulty,
  gzip,
  html,
  lineEnds,
  multiLineData,
  noSpaceAfterColon,
  nullDeltas,
  oneByteAPacket,
  onePacket,
  packetsOf,
  type RecordedRequest,
  raw,
  repeatedToolNames,
  reply,
  sameIndexes,
  wholeToolCalls,
  withoutEndEvent,
  withoutFinalBlankLine,
  withoutIndexes,
  withoutUsage,
} from '@ofoxai/fake-upstream';
import { describe, expect, it } from 'vitest';
import { readStream, replyTextOf, STREAMS, textOf } from '../support/ask.ts';
import { CHATS, serve } from '../support/serve.ts';
import { fakeUpstream, node } from '../support/upstreams.ts';

const PAIRS = PROTOCOL_NAMES.flatMap((face) =>
  PROTOCOL_NAMES.map((back) => [face, back] as [ProtocolName, ProtocolName]),
);

/** Asks through two nodes, of which the first gives this answer. */
async function askTwo(face: ProtocolName, back: ProtocolName, answer: Answer, streams: boolean) {
  const [bad, good] = [await fakeUpstream(), await fakeUpstream()];
  bad.script(answer);
  const { post, records } = await serve({
    nodes: [
      node(back, bad.url, { name: 'bad' }),
      node(back, good.url, { name: 'good', priority: 1 }),
    ],
  });
  const { path, body } = (streams ? STREAMS : CHATS)[face];
  return { response: await post(path, body), bad, good, records };
}

describe.each(PAIRS)('200 to %s from %s', (face, back) => {
  it.each<[string, Answer]>([
    ['an error body', error({ status: 503 }, { httpStatus: 200 })],
    ['a web page', html(200)],
    ['an empty body', empty(200)],
    [
      'truncated JSON',
      raw({ headers: { 'content-type': 'application/json' }, body: '{"id":"x",' }),
    ],
    ['another JSON', raw({ headers: { 'content-type': 'application/json' }, body: '{"ok":true}' })],
    ['a list', raw({ headers: { 'content-type': 'application/json' }, body: '[]' })],
  ])('with %s leads to the next node, whole and streamed', async (_, answer) => {
    for (const streams of [false, true]) {
      const { response, bad } = await askTwo(face, back, answer, streams);
      expect(response.headers.get('x-ofox-provider')).toBe('good');
      expect(response.status).toBe(200);
      expect(bad.requests).toHaveLength(1);
      await response.text();
    }
  });

  it('with an error before any output of the stream leads to the next node (no. 13)', async () => {
    for (const status of [429, 500, 503, 529]) {
      const answer = faulty(reply(), errorInStream({ status }));
      const { response, bad } = await askTwo(face, back, answer, true);
      expect(response.headers.get('x-ofox-provider')).toBe('good');
      const streamed = await readStream(face, response);
      expect(streamed.error).toBeUndefined();
      expect(textOf(streamed.events)).toBe('Hello from the fake upstream.');
      expect(bad.requests).toHaveLength(1);
    }
  });

  it('with an error after output tells it in the words of the caller', async () => {
    const answer = faulty(reply({ chunks: 4 }), errorInStream({ status: 503 }, 4));
    const { response, good } = await askTwo(face, back, answer, true);
    const streamed = await readStream(face, response);
    expect(streamed.text).toContain('error');
    expect(streamed.isBroken || streamed.error !== undefined).toBe(true);
    expect(good.requests).toHaveLength(0);
  });

  it('that is whole though a stream was asked for is streamed', async () => {
    const upstream = await fakeUpstream();
    upstream.script((request) => reply()(wholeOf(request)));
    const { post } = await serve({ nodes: [node(back, upstream.url)] });
    const streamed = await readStream(face, await post(STREAMS[face].path, STREAMS[face].body));
    expect(streamed.error).toBeUndefined();
    expect(textOf(streamed.events)).toBe('Hello from the fake upstream.');
  });

  it.each<[string, Fault[]]>([
    ['CR LF', [lineEnds('\r\n')]],
    ['CR alone', [lineEnds('\r')]],
    ['a byte order mark', [byteOrderMark()]],
    ['comments (no. 16)', [comments()]],
    ['data of several lines', [multiLineData()]],
    ['no space after the colon', [noSpaceAfterColon()]],
    ['no blank line at the end', [withoutFinalBlankLine()]],
    ['one byte a packet (no. 16)', [lineEnds('\r\n'), oneByteAPacket()]],
    ['a byte order mark in pieces', [byteOrderMark(), oneByteAPacket()]],
    ['packets of seven bytes', [packetsOf(7)]],
    ['everything in one packet', [onePacket()]],
    ['gzip though nobody asked', [gzip()]],
    ['null deltas', [nullDeltas()]],
    ['choices: []', [emptyChoices()]],
    ['no usage', [withoutUsage()]],
  ])('streamed with %s', async (what, faults) => {
    const upstream = await fakeUpstream();
    upstream.script(faulty(reply({ text: 'Grüße aus der Ferne 🌍', chunks: 6 }), ...faults));
    const { post, records } = await serve({ nodes: [node(back, upstream.url)] });
    const streamed = await readStream(face, await post(STREAMS[face].path, STREAMS[face].body));
    expect(streamed.error).toBeUndefined();
    expect(textOf(streamed.events)).toBe('Grüße aus der Ferne 🌍');
    expect(streamed.events.at(-1)).toMatchObject({ type: 'finish', finish: { reason: 'stop' } });
    expect(streamed.text.charCodeAt(0)).not.toBe(0xfeff);
    if (what === 'no usage') return;
    await expect.poll(() => records[0]).toMatchObject({ inputTokens: 10, outputTokens: 6 });
  });

  it('streamed in events of a megabyte', async () => {
    const text = 'ä'.repeat(2 ** 20);
    const upstream = await fakeUpstream();
    upstream.script(reply({ text, chunks: 1 }));
    const { post } = await serve({ nodes: [node(back, upstream.url)] });
    const streamed = await readStream(face, await post(STREAMS[face].path, STREAMS[face].body));
    expect(textOf(streamed.events) === text).toBe(true);
  });

  it.each<[string, Fault[]]>([
    ['arguments in the chunk of the name (no. 1)', [wholeToolCalls()]],
    ['no indexes (no. 4)', [withoutIndexes()]],
    ['the name repeated', [repeatedToolNames()]],
  ])('streamed tool calls with %s', async (_, faults) => {
    const toolCalls = [
      { id: 'call_1', name: 'weather', arguments: { city: 'Köln' } },
      { id: 'call_2', name: 'time', arguments: {} },
    ];
    const upstream = await fakeUpstream();
    upstream.script(faulty(reply({ toolCalls }), ...faults));
    const { post } = await serve({ nodes: [node(back, upstream.url)] });
    const streamed = await readStream(face, await post(STREAMS[face].path, STREAMS[face].body));
    expect(streamed.error).toBeUndefined();
    const names = streamed.events.filter((event) => event.type === 'tool-call-start');
    expect(names.map(({ name }) => name)).toEqual(['weather', 'time']);
    expect(streamed.events.at(-1)).toMatchObject({ finish: { reason: 'tool_calls' } });
  });
});

/** The request as if it had not asked for a stream. */
function wholeOf(request: RecordedRequest): RecordedRequest {
  const { model, json } = request;
  return Object.create(request, {
    stream: { value: false },
    model: { value: model },
    json: { value: json },
  });
}

describe('a stream of OpenAI', () => {
  it('that ends without [DONE] though it has told why is complete', async () => {
    const upstream = await fakeUpstream();
    upstream.script(faulty(reply({ text: 'done' }), withoutEndEvent()), { times: 3 });
    const { post } = await serve({ nodes: [node('openai', upstream.url)] });
    for (const face of PROTOCOL_NAMES) {
      const response = await post(STREAMS[face].path, STREAMS[face].body);
      const streamed = await readStream(face, response);
      expect(textOf(streamed.events)).toBe('done');
      expect(streamed.isBroken).toBe(false);
    }
  });

  it('is asked for usage, which a caller who did not ask does not see (no. 8)', async () => {
    const upstream = await fakeUpstream();
    const { post, records } = await serve({ nodes: [node('openai', upstream.url)] });
    for (const stream_options of [undefined, null, { include_usage: false, x: 1 }]) {
      const body = { ...CHATS.openai.body, stream: true, stream_options };
      const response = await post(CHATS.openai.path, body);
      const text = await response.text();
      expect(text).not.toContain('"choices":[]');
      expect(text).toContain('[DONE]');
      const asked = upstream.requests.at(-1)?.json;
      expect(asked).toMatchObject({ stream_options: { include_usage: true } });
    }
    await expect.poll(() => records.length).toBe(3);
    expect(records[2]).toMatchObject({
      inputTokens: 10,
      outputTokens: 6,
      cost: expect.any(String),
    });
  });

  it('keeps fields and events that nobody knows, byte for byte', async () => {
    const upstream = await fakeUpstream();
    const strange = editEvents((data) => ({ ...data, 'x-new': { a: 1.0, b: [null] } }));
    upstream.script(faulty(reply(), strange, comments()));
    const { post } = await serve({ nodes: [node('openai', upstream.url)] });
    const text = await (await post(STREAMS.openai.path, STREAMS.openai.body)).text();
    expect(text.match(/"x-new":\{"a":1,"b":\[null\]\}/g)?.length).toBeGreaterThan(3);
    expect(text).toMatch(/^: /m);
  });

  it('may say [DONE] and usage within its text', async () => {
    const text = 'data: [DONE]\n\ndata: {"usage":{"x":1},"error":{"message":"no"},"model":"fake"}';
    const upstream = await fakeUpstream();
    upstream.script(reply({ text, chunks: 2, model: 'fake' }), { times: 3 });
    const { post } = await serve({ nodes: [node('openai', upstream.url)] });
    for (const face of PROTOCOL_NAMES) {
      const streamed = await readStream(face, await post(STREAMS[face].path, STREAMS[face].body));
      expect(textOf(streamed.events)).toBe(text);
      expect(streamed.error).toBeUndefined();
    }
  });
});

describe('same indexes', () => {
  it('of parallel calls are told apart (no. 4)', async () => {
    const toolCalls = [
      { id: 'call_1', name: 'weather', arguments: { city: 'Köln' } },
      { id: 'call_2', name: 'time', arguments: { zone: 'CET' } },
    ];
    for (const face of ['anthropic', 'gemini'] as const) {
      const upstream = await fakeUpstream();
      upstream.script(faulty(reply({ toolCalls }), sameIndexes()));
      const { post } = await serve({ nodes: [node('openai', upstream.url)] });
      const streamed = await readStream(face, await post(STREAMS[face].path, STREAMS[face].body));
      const names = streamed.events.filter((event) => event.type === 'tool-call-start');
      expect(names.map(({ name }) => name)).toEqual(['weather', 'time']);
    }
  });
});

describe('whole answers', () => {
  it('are passed on byte for byte, but for the model', async () => {
    const body =
      '{ "id":"x" , "object":"chat.completion","created":1,"model":"own-name-1", "big": 12345678901234567890, "choices":[{"index":0,"message":{"role":"assistant","content":"a\\u00e4\\/"},"finish_reason":"stop","new":1.50}],"usage":{"prompt_tokens":3,"completion_tokens":4,"total_tokens":7}}';
    const upstream = await fakeUpstream();
    upstream.script(raw({ headers: { 'content-type': 'application/json' }, body }));
    const { post, records } = await serve({ nodes: [node('openai', upstream.url)] });
    const text = await (await post(CHATS.openai.path, CHATS.openai.body)).text();
    expect(text).toBe(body.replace('own-name-1', 'openai/gpt-4o'));
    await expect.poll(() => records[0]).toMatchObject({ inputTokens: 3, outputTokens: 4 });
  });

  it('may be compressed', async () => {
    for (const face of PROTOCOL_NAMES) {
      const upstream = await fakeUpstream();
      upstream.script(faulty(reply(), gzip()));
      const { post } = await serve({ nodes: [node('openai', upstream.url)] });
      const response = await post(CHATS[face].path, CHATS[face].body);
      expect(replyTextOf(face, (await response.json()) as JsonValue)).toBe(
        'Hello from the fake upstream.',
      );
    }
  });
});

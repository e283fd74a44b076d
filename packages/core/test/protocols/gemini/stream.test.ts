import { describe, expect, it } from 'vitest';
import { OfoxError } from '../../../src/error.ts';
import type { JsonObject } from '../../../src/json.ts';
import { gemini } from '../../../src/protocols/gemini/index.ts';
import type { ReplyEvent } from '../../../src/reply.ts';
import { NO_USAGE } from '../../../src/usage.ts';
import { decodeArray, decodeChunks, decodeText, encodeEvents, fold } from './streams.ts';
import { caught } from './support.ts';

const chunk = (parts: JsonObject[], candidate: JsonObject = {}, fields: JsonObject = {}) =>
  JSON.stringify({
    candidates: [{ content: { role: 'model', parts }, index: 0, ...candidate }],
    modelVersion: 'gemini-3-pro',
    responseId: 'r1',
    ...fields,
  });

const stop = { finishReason: 'STOP' };
const start: ReplyEvent = { type: 'start', id: 'r1', model: 'm' };
const usage: ReplyEvent = { type: 'usage', usage: { ...NO_USAGE, input: 3, output: 2 } };
const finish: ReplyEvent = { type: 'finish', finish: { reason: 'stop' } };

describe('reading a stream', () => {
  it('hands on each piece as it comes, and finishes last', () => {
    const usageMetadata = { promptTokenCount: 3, candidatesTokenCount: 1 };
    const last = { promptTokenCount: 3, candidatesTokenCount: 2 };
    const events = decodeChunks([
      chunk([{ text: 'Hm', thought: true }], {}, { usageMetadata }),
      chunk([{ text: 'a' }], {}, { usageMetadata }),
      chunk([{ text: 'b' }], stop, { usageMetadata: last }),
      JSON.stringify({ usageMetadata: { trafficType: 'ON_DEMAND' } }),
    ]);
    expect(events).toEqual([
      { type: 'start', id: 'r1', model: 'gemini-3-pro' },
      { type: 'usage', usage: { ...NO_USAGE, input: 3, output: 1 } },
      { type: 'reasoning', index: 0, text: 'Hm' },
      { type: 'text', index: 1, text: 'a' },
      { type: 'text', index: 1, text: 'b' },
      { type: 'usage', usage: { ...NO_USAGE, input: 3, output: 2 } },
      { type: 'finish', finish: { reason: 'stop', raw: 'STOP' } },
    ]);
  });

  // Complaints 1, 4 and 6: arguments beside the name, calls alone, STOP in a chunk of its own.
  it('starts and ends each call, and says tool_calls when STOP comes behind', () => {
    const events = decodeChunks([
      chunk([
        { functionCall: { name: 'f', args: { a: 1 } }, thoughtSignature: 's' },
        { functionCall: { name: 'g' } },
      ]),
      chunk([{ text: '' }], stop),
    ]);
    const signature = { by: 'gemini', value: 's' };
    expect(events.slice(1)).toEqual([
      { type: 'tool-call-start', index: 0, id: 'call_ofox_r1_0', name: 'f', signature },
      { type: 'tool-call-delta', index: 0, arguments: '{"a":1}' },
      { type: 'tool-call-end', index: 0 },
      { type: 'tool-call-start', index: 1, id: 'call_ofox_r1_1', name: 'g' },
      { type: 'tool-call-end', index: 1 },
      { type: 'finish', finish: { reason: 'tool_calls', raw: 'STOP' } },
    ]);
    expect(fold(events).content[1]).toMatchObject({ arguments: '{}' });
  });

  it('hands on arguments that come in pieces', () => {
    const partial = (stringValue: string, willContinue: boolean) => ({
      functionCall: {
        partialArgs: [{ jsonPath: '$.city', stringValue, willContinue }],
        willContinue: true,
      },
    });
    const events = decodeChunks([
      chunk([{ functionCall: { name: 'f', willContinue: true } }]),
      chunk([partial('Bos', true)]),
      chunk([partial('ton', true)]),
      chunk([partial('', false)]),
      chunk([{ functionCall: {} }]),
      chunk([{ functionCall: {} }], stop),
    ]);
    expect(events.slice(2, -1)).toEqual([
      { type: 'tool-call-delta', index: 0, arguments: '{"city":"Bos' },
      { type: 'tool-call-delta', index: 0, arguments: 'ton' },
      { type: 'tool-call-delta', index: 0, arguments: '"' },
      { type: 'tool-call-delta', index: 0, arguments: '}' },
      { type: 'tool-call-end', index: 0 },
    ]);
  });

  it('does not take back a reason by a later STOP', () => {
    const events = decodeChunks([
      chunk([{ text: 'a' }], { finishReason: 'SAFETY' }),
      chunk([], stop),
    ]);
    expect(events.at(-1)).toMatchObject({ finish: { reason: 'content_filter', raw: 'SAFETY' } });
  });

  it('keeps apart what the last chunk tells of the whole', () => {
    const groundingMetadata = {
      groundingChunks: [{ web: { uri: 'https://a.test' } }],
      groundingSupports: [{ segment: { endIndex: 4, text: 'abcd' }, groundingChunkIndices: [0] }],
    };
    const reply = fold(
      decodeChunks([
        chunk([{ text: 'ab' }], { safetyRatings: [1] }),
        chunk([{ text: 'cd' }], { ...stop, safetyRatings: [2], groundingMetadata }),
      ]),
    );
    expect(reply.content).toEqual([
      {
        type: 'text',
        text: 'abcd',
        citations: [{ url: 'https://a.test', quote: 'abcd', start: 0, end: 4 }],
      },
    ]);
    expect(reply.extra?.gemini).toEqual({ safetyRatings: [2], groundingMetadata });
  });

  it('that ends before its end is an error', () => {
    for (const chunks of [[], [chunk([{ text: 'a' }])]]) {
      expect(caught(() => decodeChunks(chunks))).toMatchObject({
        kind: 'stream',
        protocol: 'gemini',
      });
    }
  });

  it('with an error in it throws it, in any form', () => {
    const read = (body: unknown) => caught(() => decodeChunks([JSON.stringify(body)]));
    expect(read({ error: { code: 503, message: 'Later.', status: 'UNAVAILABLE' } })).toMatchObject({
      kind: 'unavailable',
      status: 503,
      message: 'Later.',
    });
    expect(read([{ error: { status: 'RESOURCE_EXHAUSTED', message: 'x' } }])).toMatchObject({
      kind: 'rate_limit',
      status: 429,
    });
    const unified = { code: 'invalid_api_key', message: 'x', type: 'authentication_error' };
    expect(read({ error: unified })).toMatchObject({ kind: 'authentication', status: 401 });
    expect(read({ error: { message: 'x' } })).toMatchObject({ kind: 'upstream' });
  });

  it('quotes at most 200 characters of what is no JSON', () => {
    const error = caught(() => decodeChunks(['x'.repeat(1000)]));
    expect(error.kind).toBe('stream');
    expect(error.message.length).toBeLessThan(280);
    expect(caught(() => decodeChunks(['5'])).kind).toBe('stream');
  });

  it('passes over empty events and the end that others send', () => {
    expect(decodeChunks(['', chunk([{ text: 'a' }], stop), '[DONE]'])).toHaveLength(3);
  });
});

describe('writing a stream', () => {
  const events: ReplyEvent[] = [
    start,
    { type: 'reasoning', index: 0, text: 'Hm' },
    { type: 'reasoning', index: 0, text: '', signature: { by: 'anthropic', value: 'aa' } },
    { type: 'text', index: 1, text: 'a\u2028"' },
    { type: 'text', index: 1, text: 'b' },
    { type: 'tool-call-start', index: 2, id: 'x', name: 'f' },
    { type: 'tool-call-delta', index: 2, arguments: '{"a"' },
    { type: 'tool-call-start', index: 3, id: 'y', name: 'g' },
    { type: 'tool-call-delta', index: 2, arguments: ':1}' },
    { type: 'tool-call-end', index: 3 },
    { type: 'tool-call-end', index: 2 },
    usage,
    { type: 'finish', finish: { reason: 'tool_calls' } },
  ];

  it('is one line of data an event, without names and without an end', () => {
    const text = encodeEvents(events);
    const lines = text.split('\n\n');
    expect(lines.pop()).toBe('');
    for (const line of lines) expect(line).toMatch(/^data: \{.*\}$/);
    const chunks = lines.map((line) => JSON.parse(line.slice(6)));
    expect(chunks.map((one) => one.candidates[0].content.parts)).toEqual([
      [{ text: 'Hm', thought: true }],
      [{ text: '', thought: true, thoughtSignature: expect.any(String) }],
      [{ text: 'a\u2028"' }],
      [{ text: 'b' }],
      [{ functionCall: { id: 'x', name: 'f', args: { a: 1 } } }],
      [{ functionCall: { id: 'y', name: 'g', args: {} } }],
      [{ text: '' }],
    ]);
    for (const one of chunks) {
      expect(one).toMatchObject({
        modelVersion: 'm',
        responseId: 'r1',
        candidates: [{ index: 0 }],
      });
    }
    expect(chunks.at(-1)).toMatchObject({
      candidates: [{ finishReason: 'STOP', content: { role: 'model' } }],
      usageMetadata: { promptTokenCount: 3, candidatesTokenCount: 2, totalTokenCount: 5 },
    });
    expect(decodeText(text).content[0]).toEqual({
      type: 'reasoning',
      text: 'Hm',
      signature: { by: 'anthropic', value: 'aa' },
    });
  });

  it('is one JSON array where that was asked for', () => {
    const text = encodeEvents(events, { framing: 'json-array' });
    expect(JSON.parse(text)).toHaveLength(7);
    expect(decodeArray(text)).toEqual(decodeText(encodeEvents(events)));
    expect(gemini.encodeStream({ framing: 'json-array' }).end()).toBe('[]');
  });

  it('breaks off with an error of this wire, and closes the array', () => {
    const error = new OfoxError('unavailable', 'Later.', { status: 503 });
    const body = {
      error: { code: 503, message: 'Later.', status: 'UNAVAILABLE', type: 'service_unavailable' },
    };
    const sse = gemini.encodeStream();
    sse.push(start);
    expect(sse.fail(error)).toBe(`data: ${JSON.stringify(body)}\n\n`);
    const array = gemini.encodeStream({ framing: 'json-array' });
    const text = array.push(start) + array.push({ type: 'text', index: 0, text: 'a' });
    expect(JSON.parse(text + array.fail(error))).toMatchObject([{}, body]);
    expect(JSON.parse(gemini.encodeStream({ framing: 'json-array' }).fail(error))).toEqual([body]);
  });

  it('says a blocked prompt without a candidate', () => {
    const extra = { gemini: { response: { promptFeedback: { blockReason: 'SAFETY' } } } };
    const text = encodeEvents([
      start,
      { type: 'extra', extra },
      { type: 'finish', finish: { reason: 'content_filter', raw: 'SAFETY' } },
    ]);
    expect(text).not.toContain('candidates"');
    expect(decodeText(text).finish).toEqual({ reason: 'content_filter', raw: 'SAFETY' });
  });

  it('leaves out what only others understand, and says refusals as text', () => {
    const text = encodeEvents([
      start,
      { type: 'opaque', index: 0, part: { type: 'opaque', by: 'anthropic', value: {} } },
      { type: 'refusal', index: 1, text: 'No.' },
      finish,
    ]);
    expect(decodeText(text).content).toEqual([{ type: 'text', text: 'No.' }]);
  });

  it('puts citations and log probabilities into the last chunk', () => {
    const top = [{ token: 'a', logprob: -1 }];
    const text = encodeEvents([
      start,
      { type: 'text', index: 0, text: 'Öl' },
      { type: 'citation', index: 0, citation: { url: 'https://a.test', start: 0, end: 1 } },
      { type: 'citation', index: 0, citation: { url: 'https://b.test', start: 1, end: 2 } },
      { type: 'logprobs', tokens: [{ token: 'Ö', logprob: -1, top }] },
      { type: 'logprobs', tokens: [{ token: 'l', logprob: -2, top: [] }] },
      finish,
    ]);
    const reply = decodeText(text);
    expect(reply.content).toMatchObject([
      {
        citations: [
          { url: 'https://a.test', quote: 'Ö', start: 0, end: 1 },
          { url: 'https://b.test', quote: 'l', start: 1, end: 2 },
        ],
      },
    ]);
    expect(reply.logprobs).toHaveLength(2);
  });
});

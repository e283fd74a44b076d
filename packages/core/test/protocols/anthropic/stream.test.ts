import { describe, expect, test } from 'vitest';
import { OfoxError } from '../../../src/error.ts';
import { fold } from '../../../src/fold.ts';
import type { JsonObject } from '../../../src/json.ts';
import { anthropic } from '../../../src/protocols/anthropic/index.ts';
import type { ReplyEvent } from '../../../src/reply.ts';
import { type ServerSentEvent, SseReader } from '../../../src/sse.ts';
import { NO_USAGE } from '../../../src/usage.ts';
import { streamFixture } from './fixtures.ts';

function read(bytes: Uint8Array, cut = bytes.length): ReplyEvent[] {
  const decoder = anthropic.decodeStream();
  const events: ReplyEvent[] = [];
  const emit = (event: ReplyEvent) => events.push(event);
  const push = (event: ServerSentEvent) => decoder.push(event, emit);
  const sse = new SseReader();
  for (let at = 0; at < bytes.length; at += cut) sse.push(bytes.subarray(at, at + cut), push);
  sse.end(push);
  decoder.end(emit);
  return events;
}

function decode(...events: JsonObject[]): ReplyEvent[] {
  return read(
    new TextEncoder().encode(events.map((event) => `data: ${JSON.stringify(event)}\n\n`).join('')),
  );
}

function encode(...events: ReplyEvent[]): JsonObject[] {
  const encoder = anthropic.encodeStream();
  const start: ReplyEvent = { type: 'start', id: 'a', model: 'm' };
  const text = [start, ...events].map((event) => encoder.push(event)).join('') + encoder.end();
  const frames = text.split('\n\n').filter((frame) => frame !== '');
  return frames.map((frame) => JSON.parse(frame.slice(frame.indexOf('data: ') + 6)));
}

function errorOf(run: () => unknown): OfoxError {
  try {
    run();
  } catch (error) {
    if (OfoxError.is(error)) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

const FINISH: ReplyEvent = { type: 'finish', finish: { reason: 'stop', raw: 'STOP' } };
const START = { type: 'message_start', message: { id: 'a', model: 'm', content: [] } };
const STOP = { type: 'message_stop' };

describe('decodeStream', () => {
  test.each(['text', 'tools', 'thinking', 'server-tools'])('%s, however it is cut', (name) => {
    const bytes = streamFixture(name);
    const events = read(bytes);
    for (const cut of [1, 2, 3, 7, 64]) expect(read(bytes, cut)).toEqual(events);
    expect(fold(events)).toMatchSnapshot();
  });

  test('tells the arguments that came with the beginning of a call', () => {
    const block = { type: 'tool_use', id: 't', name: 'f', input: { a: 1 } };
    const reply = fold(
      decode(START, { type: 'content_block_start', index: 0, content_block: block }, STOP),
    );
    expect(reply.content).toEqual([
      { type: 'tool-call', id: 't', name: 'f', arguments: '{"a":1}' },
    ]);
    expect(reply.finish).toEqual({ reason: 'tool_calls' });
  });

  test('reads a message that is whole from the beginning', () => {
    const content = [{ type: 'text', text: 'Hi' }];
    const message = { ...START.message, content, stop_reason: 'end_turn' };
    const reply = fold(decode({ type: 'message_start', message }, STOP));
    expect(reply).toMatchObject({ content, finish: { reason: 'stop', raw: 'end_turn' } });
  });

  test('bears blocks that nobody announced, unknown events and unknown deltas', () => {
    const text = (index: number) => ({
      type: 'content_block_delta',
      index,
      delta: { type: 'text_delta', text: 'Hi' },
    });
    const odd = { type: 'content_block_delta', index: 0, delta: { type: 'odd_delta', text: 'x' } };
    const reply = fold(decode({ type: 'news' }, text(0), odd, text(7), STOP));
    expect(reply.content).toEqual([
      { type: 'text', text: 'Hi' },
      { type: 'text', text: 'Hi' },
    ]);
  });

  test('begins the answer with whatever comes first', () => {
    const delta = { stop_reason: 'end_turn', stop_sequence: null };
    const events = decode({ type: 'message_delta', delta, usage: {}, x: 1 }, STOP);
    expect(events.map(({ type }) => type)).toEqual(['start', 'extra', 'usage', 'finish']);
  });

  test('makes an error in the stream one of the right kind', () => {
    const error = errorOf(() => read(streamFixture('error')));
    expect(error).toMatchObject({
      kind: 'unavailable',
      status: 529,
      message: 'Overloaded',
      requestId: 'req_1',
    });
    const unified = errorOf(() =>
      decode({ error: { type: 'rate_limit_error', code: null, message: 'Slow.' } }),
    );
    expect(unified).toMatchObject({ kind: 'rate_limit', status: 429, message: 'Slow.' });
  });

  test('takes a stream without its end for broken', () => {
    expect(errorOf(() => read(streamFixture('cut')))).toMatchObject({ kind: 'stream' });
    expect(errorOf(() => decode())).toMatchObject({ kind: 'stream' });
  });

  test('quotes what is no JSON, at a bearable length', () => {
    const decoder = anthropic.decodeStream();
    const error = errorOf(() => decoder.push({ data: `{${'x'.repeat(5000)}` }, () => {}));
    expect(error.kind).toBe('stream');
    expect(error.message.length).toBeLessThan(300);
  });
});

describe('encodeStream', () => {
  test('tells the input early when it is known, and all counts at the end', () => {
    const known = { ...NO_USAGE, input: 5 };
    const events = encode(
      { type: 'usage', usage: known },
      { type: 'text', index: 0, text: 'Hi' },
      { type: 'usage', usage: { ...known, cacheRead: 2, output: 3 } },
      FINISH,
    );
    expect(events[0]).toMatchObject({
      message: { content: [], stop_reason: null, usage: { input_tokens: 5 } },
    });
    expect(events.at(-2)).toMatchObject({
      delta: { stop_reason: 'end_turn', stop_sequence: null },
      usage: { input_tokens: 5, cache_read_input_tokens: 2, output_tokens: 3 },
    });
    expect(events.at(-1)).toEqual({ type: 'message_stop' });
  });

  test('tells the input at the end when it was unknown at the beginning', () => {
    const events = encode(
      { type: 'text', index: 0, text: 'Hi' },
      { type: 'usage', usage: { ...NO_USAGE, input: 5 } },
      FINISH,
    );
    expect(events[0]).toMatchObject({ message: { usage: { input_tokens: 0 } } });
    expect(events.at(-2)).toMatchObject({ usage: { input_tokens: 5, output_tokens: 0 } });
  });

  test('begins with a call where there is no text, and closes one without arguments', () => {
    const events = encode(
      { type: 'tool-call-start', index: 0, id: 't', name: 'f' },
      { type: 'tool-call-end', index: 0 },
      FINISH,
    );
    expect(events.slice(1, 3)).toEqual([
      {
        type: 'content_block_start',
        index: 0,
        content_block: {
          type: 'tool_use',
          id: 't',
          name: 'f',
          input: {},
          caller: { type: 'direct' },
        },
      },
      { type: 'content_block_stop', index: 0 },
    ]);
  });

  test('puts calls whose arguments come mixed one behind the other', () => {
    const piece = (index: number, json: string): ReplyEvent => ({
      type: 'tool-call-delta',
      index,
      arguments: json,
    });
    const events = encode(
      { type: 'tool-call-start', index: 0, id: 'a', name: 'f' },
      { type: 'tool-call-start', index: 1, id: 'b', name: 'g' },
      piece(1, '{"b"'),
      piece(0, '{"a"'),
      { type: 'text', index: 2, text: 'And.' },
      piece(1, ':2}'),
      { type: 'tool-call-end', index: 1 },
      piece(0, ':1}'),
      { type: 'tool-call-end', index: 0 },
      FINISH,
    );
    const told = events.map(({ type, index, delta }) => [
      type,
      index,
      (delta as JsonObject)?.partial_json,
    ]);
    expect(told.slice(1, -2)).toEqual([
      ['content_block_start', 0, undefined],
      ['content_block_delta', 0, '{"a"'],
      ['content_block_delta', 0, ':1}'],
      ['content_block_stop', 0, undefined],
      ['content_block_start', 1, undefined],
      ['content_block_delta', 1, '{"b"'],
      ['content_block_delta', 1, ':2}'],
      ['content_block_stop', 1, undefined],
      ['content_block_start', 2, undefined],
      ['content_block_delta', 2, undefined],
      ['content_block_stop', 2, undefined],
    ]);
  });

  test('closes a call that nobody ended', () => {
    const events = encode({ type: 'tool-call-start', index: 0, id: 'a', name: 'f' }, FINISH);
    expect(events.map(({ type }) => type)).toEqual([
      'message_start',
      'content_block_start',
      'content_block_stop',
      'message_delta',
      'message_stop',
    ]);
  });

  test('carries a signature that comes late in a text before an empty one', () => {
    const signature = { by: 'gemini', value: 'c2ln' } as const;
    const events = encode(
      { type: 'text', index: 0, text: 'Hi' },
      { type: 'text', index: 0, text: '', signature },
      FINISH,
    );
    const reply = fold(decode(...events));
    expect(reply.content).toEqual([
      { type: 'text', text: 'Hi' },
      { type: 'text', text: '', signature },
    ]);
  });

  test('tells a refusal as text and as the reason of the end', () => {
    const events = encode({ type: 'refusal', index: 0, text: 'No.' }, FINISH);
    expect(events.at(-2)).toMatchObject({ delta: { stop_reason: 'refusal' } });
    expect(fold(decode(...events)).content).toEqual([{ type: 'text', text: 'No.' }]);
  });

  test('never writes citations that are null', () => {
    const events = encode({ type: 'text', index: 0, text: 'Hi' }, FINISH);
    expect(JSON.stringify(events)).not.toContain('citations');
  });

  test('breaks off with an event of its own, also before anything was said', () => {
    const encoder = anthropic.encodeStream();
    encoder.push({ type: 'start', id: 'a', model: 'm' });
    const told = encoder.fail(new OfoxError('unavailable', 'Gone.'));
    expect(told.startsWith('event: error\ndata: {"type":"error"')).toBe(true);
    expect(told.endsWith('}\n\n')).toBe(true);
  });
});

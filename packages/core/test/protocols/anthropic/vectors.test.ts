import { describe, expect, test } from 'vitest';
import { OfoxError } from '../../../src/error.ts';
import { fold } from '../../../src/fold.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../../src/json.ts';
import { anthropic } from '../../../src/protocols/anthropic/index.ts';
import type { Reply, ReplyEvent } from '../../../src/reply.ts';
import { hasVectors, streams, wholeReplies } from './vectors.ts';

function decode(events: string[]): ReplyEvent[] {
  const decoder = anthropic.decodeStream();
  const told: ReplyEvent[] = [];
  for (const data of events) decoder.push({ data }, (event) => told.push(event));
  decoder.end((event) => told.push(event));
  return told;
}

function encode(events: ReplyEvent[]): string[] {
  const encoder = anthropic.encodeStream();
  const text = events.map((event) => encoder.push(event)).join('') + encoder.end();
  return text
    .split('\n\n')
    .filter((event) => event !== '')
    .map((event) => event.slice(event.indexOf('data: ') + 6));
}

/**
 * What a recorded message and the one written back may differ in: nulls that say no more than their
 * absence, `caller: {type: 'direct'}`, `citations: []`, and counts of zero that the API left out.
 */
function normal(body: JsonObject): JsonValue {
  const { usage, stop_sequence = null, ...message } = body;
  const counts = isJsonObject(usage) ? usage : {};
  const { cache_creation, ...others } = counts;
  const written = isJsonObject(cache_creation) ? cache_creation : {};
  return {
    ...(withoutNulls(message) as JsonObject),
    stop_sequence,
    usage: withoutNulls({
      cache_creation_input_tokens: 0,
      cache_read_input_tokens: 0,
      ...others,
      cache_creation: {
        ephemeral_5m_input_tokens: others.cache_creation_input_tokens ?? 0,
        ephemeral_1h_input_tokens: 0,
        ...written,
      },
    }),
  };
}

function withoutNulls(value: JsonValue, depth = 0): JsonValue {
  if (Array.isArray(value)) return value.map((item) => withoutNulls(item, depth + 1));
  if (!isJsonObject(value)) return value;
  const kept: JsonObject = {};
  for (const [key, field] of Object.entries(value)) {
    const isDirect = key === 'caller' && isJsonObject(field) && field.type === 'direct';
    const isEmpty = key === 'citations' && Array.isArray(field) && field.length === 0;
    if (field !== null && !isDirect && !isEmpty) kept[key] = withoutNulls(field, depth + 1);
  }
  return kept;
}

describe.skipIf(!hasVectors)('recorded answers', () => {
  test.each(wholeReplies())('$name survives being read and written', ({ body }) => {
    const reply = anthropic.decodeReply(body);
    expect(reply.warnings).toEqual([]);
    expect(normal(anthropic.encodeReply(reply))).toEqual(normal(body));
  });

  const sound = streams().filter(({ name }) => !name.startsWith('spliced'));

  test.each(sound)('the stream $name is read, and read again as written', ({ events }) => {
    const told = decode(events);
    const reply = fold(told);
    expect(reply.finish.raw).toBeTruthy();
    expectEndsOnce(told);
    expect(fold(decode(encode(told)))).toEqual(reply);
    expect(texts(reply)).toBe(rawTexts(events));
  });

  test('a message that is spliced into another is an error, as its first half is broken', () => {
    const spliced = streams().find(({ name }) => name.startsWith('spliced'));
    expect(() => decode(spliced?.events ?? [])).toThrow(OfoxError);
  });

  test('a message that is announced twice is one message', () => {
    const twice = streams().find(({ name }) => name.startsWith('duplicate'));
    const reply = fold(decode(twice?.events ?? []));
    expect(reply.content).toEqual([{ type: 'text', text: 'Hello, World!' }]);
    expect(reply.usage).toMatchObject({ input: 17, output: 227 });
  });

  test('counts told at the end replace those told at the beginning', () => {
    const late = streams().find(({ name }) => name.includes('delta-input-tokens'));
    expect(fold(decode(late?.events ?? [])).usage).toMatchObject({ input: 61, output: 2 });
  });

  test('the notice of a fallback is kept, with the counts of both models', () => {
    const fallback = streams().find(({ name }) => name.includes('fallback'));
    const reply = fold(decode(fallback?.events ?? []));
    expect(reply.content[0]).toMatchObject({ type: 'opaque', value: { type: 'fallback' } });
    expect(reply.usage.extra?.anthropic?.iterations).toHaveLength(2);
  });
});

function expectEndsOnce(events: ReplyEvent[]): void {
  expect(events[0]?.type).toBe('start');
  expect(events.filter(({ type }) => type === 'start')).toHaveLength(1);
  expect(events.filter(({ type }) => type === 'finish')).toHaveLength(1);
  expect(events.at(-1)?.type).toBe('finish');
  const started = events.filter(({ type }) => type === 'tool-call-start').length;
  expect(events.filter(({ type }) => type === 'tool-call-end')).toHaveLength(started);
}

function texts(reply: Reply): string {
  return reply.content.map((part) => (part.type === 'text' ? part.text : '')).join('');
}

function rawTexts(events: string[]): string {
  return events
    .map((data) => JSON.parse(data))
    .map((event) => (event.delta?.type === 'text_delta' ? event.delta.text : ''))
    .join('');
}

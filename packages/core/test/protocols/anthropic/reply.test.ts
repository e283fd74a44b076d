import { expect, test } from 'vitest';
import { OfoxError } from '../../../src/error.ts';
import { anthropic } from '../../../src/protocols/anthropic/index.ts';
import type { Finish, Reply } from '../../../src/reply.ts';
import { NO_USAGE } from '../../../src/usage.ts';
import { fixture, fixtures } from './fixtures.ts';

const REPLY: Reply = {
  id: 'a',
  model: 'm',
  content: [],
  finish: { reason: 'stop' },
  usage: NO_USAGE,
  warnings: [],
};

test.each(fixtures('replies'))('$name is written as it was read', ({ body }) => {
  expect(anthropic.encodeReply(anthropic.decodeReply(body))).toEqual(body);
});

test('counts are apart: fresh, from the cache, into it, thought and answered', () => {
  expect(anthropic.decodeReply(fixture('replies/thinking.json')).usage).toEqual({
    input: 12,
    cacheRead: 1000,
    cacheWrite: 100,
    cacheWrite1h: 200,
    output: 9,
    reasoning: 20,
    extra: { anthropic: { service_tier: 'standard' } },
  });
});

test('a price is read as a decimal and written as a number', () => {
  const body = fixture('replies/text.json');
  const read = (cost: number | string) =>
    anthropic.decodeReply({ ...body, usage: { ...(body.usage as object), cost } }).usage.cost;
  expect([read(0.0125), read('0.50'), read(2e-7), read('much')]).toEqual([
    '0.0125',
    '0.50',
    '0.0000002',
    undefined,
  ]);
  const { usage } = anthropic.encodeReply({ ...REPLY, usage: { ...NO_USAGE, cost: '0.0125' } });
  expect(usage).toMatchObject({ cost: 0.0125 });
});

test.each<[Finish, string]>([
  [{ reason: 'stop', raw: 'STOP' }, 'end_turn'],
  [{ reason: 'stop', stopSequence: 'x' }, 'stop_sequence'],
  [{ reason: 'length', raw: 'model_context_window_exceeded' }, 'model_context_window_exceeded'],
  [{ reason: 'length', raw: 'length' }, 'max_tokens'],
  [{ reason: 'tool_calls' }, 'tool_use'],
  [{ reason: 'content_filter', raw: 'SAFETY' }, 'refusal'],
  [{ reason: 'pause' }, 'pause_turn'],
  [{ reason: 'error' }, 'refusal'],
])('%o ends as %s', (finish, word) => {
  expect(anthropic.encodeReply({ ...REPLY, finish }).stop_reason).toBe(word);
});

test('a refusal is text and the reason of the end', () => {
  const body = anthropic.encodeReply({ ...REPLY, content: [{ type: 'refusal', text: 'No.' }] });
  expect(body).toMatchObject({ content: [{ type: 'text', text: 'No.' }], stop_reason: 'refusal' });
});

test('citations of other providers come as search results, and are known as made up', () => {
  const citation = { url: 'https://a.example', title: 'A', quote: 'Q', start: 1, end: 4 };
  const content: Reply['content'] = [{ type: 'text', text: 'Text', citations: [citation] }];
  const body = anthropic.encodeReply({ ...REPLY, content });
  expect(body.content).toMatchObject([
    { citations: [{ type: 'web_search_result_location', encrypted_index: '' }] },
  ]);
  expect(anthropic.decodeReply(body).content).toEqual(content);
});

test('thoughts of other providers are tagged, so that they come back', () => {
  const signature = { by: 'gemini', value: 'c2ln' } as const;
  const content: Reply['content'] = [
    { type: 'reasoning', text: 'Hm.', signature },
    { type: 'tool-call', id: 't', name: 'f', arguments: '{}', signature },
  ];
  const body = anthropic.encodeReply({ ...REPLY, content });
  expect(body.content).toMatchObject([
    { type: 'thinking', thinking: 'Hm.', signature: 'ofox/gemini/self/c2ln' },
    { type: 'thinking', thinking: '', signature: 'ofox/gemini/next/c2ln' },
    { type: 'tool_use' },
  ]);
  const messages = [{ role: 'assistant', content: body.content }];
  const request = anthropic.decodeRequest({ body: { model: 'm', max_tokens: 1, messages } });
  expect(request.messages[0]?.content).toEqual(content);
});

test('an answer that tells no model is by the one that was asked', () => {
  const { model: _, ...body } = fixture('replies/text.json');
  expect(anthropic.decodeReply(body, { model: 'asked' }).model).toBe('asked');
});

test('an error or nonsense in the place of an answer is thrown', () => {
  const kindOf = (body: Parameters<typeof anthropic.decodeReply>[0]) => {
    try {
      anthropic.decodeReply(body);
    } catch (error) {
      return OfoxError.is(error) ? error.kind : 'another error';
    }
  };
  expect(kindOf({ type: 'error', error: { type: 'overloaded_error', message: 'x' } })).toBe(
    'unavailable',
  );
  expect(kindOf({ error: 'broken' })).toBe('upstream');
  expect(kindOf('<html>')).toBe('upstream');
  expect(kindOf({ choices: [] })).toBe('upstream');
});

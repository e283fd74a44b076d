import { describe, expect, it } from 'vitest';
import { OfoxError } from '../src/error.ts';
import { fold, mergeExtra, ReplyFold, unfold } from '../src/fold.ts';
import type { Reply, ReplyEvent } from '../src/reply.ts';
import { NO_USAGE } from '../src/usage.ts';

const start: ReplyEvent = { type: 'start', id: 'r1', model: 'ofox/mini', created: 7 };
const finish: ReplyEvent = { type: 'finish', finish: { reason: 'stop', raw: 'end_turn' } };

describe('fold', () => {
  it('adds up pieces by index, also interleaved ones', () => {
    const reply = fold([
      start,
      { type: 'reasoning', index: 0, text: 'Let me ' },
      { type: 'reasoning', index: 0, text: 'see.', signature: { by: 'anthropic', value: 's' } },
      { type: 'text', index: 1, text: 'Look' },
      { type: 'tool-call-start', index: 2, id: 'a', name: 'f' },
      { type: 'tool-call-start', index: 3, id: 'b', name: 'g' },
      { type: 'tool-call-delta', index: 3, arguments: '{"y":' },
      { type: 'tool-call-delta', index: 2, arguments: '{"x":1}' },
      { type: 'tool-call-delta', index: 3, arguments: '2}' },
      { type: 'text', index: 1, text: 'ing.' },
      { type: 'citation', index: 1, citation: { url: 'https://example.com' } },
      { type: 'tool-call-end', index: 2 },
      { type: 'tool-call-end', index: 3 },
      { type: 'usage', usage: { ...NO_USAGE, input: 1 } },
      { type: 'usage', usage: { ...NO_USAGE, input: 5 } },
      finish,
    ]);
    expect(reply.content).toEqual([
      { type: 'reasoning', text: 'Let me see.', signature: { by: 'anthropic', value: 's' } },
      { type: 'text', text: 'Looking.', citations: [{ url: 'https://example.com' }] },
      { type: 'tool-call', id: 'a', name: 'f', arguments: '{"x":1}' },
      { type: 'tool-call', id: 'b', name: 'g', arguments: '{"y":2}' },
    ]);
    expect(reply.usage.input).toBe(5);
    expect(reply).toMatchObject({ id: 'r1', model: 'ofox/mini', created: 7 });
  });

  it('gives a call without arguments an empty object', () => {
    const reply = fold([
      start,
      { type: 'tool-call-start', index: 0, id: 'a', name: 'now' },
      { type: 'tool-call-end', index: 0 },
      finish,
    ]);
    expect(reply.content).toEqual([{ type: 'tool-call', id: 'a', name: 'now', arguments: '{}' }]);
  });

  it.each<[string, ReplyEvent[]]>([
    ['nothing', []],
    ['no finish', [start]],
    ['text before start', [{ type: 'text', index: 0, text: 'x' }]],
    ['two starts', [start, start, finish]],
    ['text after finish', [start, finish, { type: 'text', index: 0, text: 'x' }]],
    ['arguments without a call', [start, { type: 'tool-call-delta', index: 0, arguments: '' }]],
    [
      'two kinds in one part',
      [start, { type: 'text', index: 0, text: '' }, { type: 'refusal', index: 0, text: '' }],
    ],
  ])('refuses %s', (_, events) => {
    expect(() => fold(events)).toThrow(OfoxError);
  });

  it('tells what has arrived when the stream breaks', () => {
    const building = new ReplyFold();
    expect(building.partial()).toBeUndefined();
    building.push(start);
    building.push({ type: 'text', index: 0, text: 'Half' });
    expect(building.partial()?.content).toEqual([{ type: 'text', text: 'Half' }]);
  });
});

describe('unfold', () => {
  it('is undone by fold', () => {
    const reply: Reply = {
      id: 'r',
      model: 'm',
      content: [
        { type: 'reasoning', text: '', redacted: true, signature: { by: 'anthropic', value: 'd' } },
        { type: 'text', text: 'Hi', citations: [{ title: 't' }, { title: 'u' }] },
        { type: 'media', kind: 'image', source: { type: 'url', url: 'https://example.com/i.png' } },
        { type: 'tool-call', id: 'a', name: 'f', arguments: '{"x":1}' },
        { type: 'opaque', by: 'gemini', value: { executableCode: {} } },
        { type: 'refusal', text: 'No.' },
      ],
      finish: { reason: 'tool_calls', raw: 'tool_use' },
      usage: { ...NO_USAGE, output: 3, cost: '0.01' },
      logprobs: [{ token: 'Hi', logprob: -0.1, top: [] }],
      warnings: [{ code: 'dropped', path: 'seed', message: 'No seed here.' }],
      extra: { openai: { system_fingerprint: 'fp' } },
    };
    expect(fold(unfold(reply))).toEqual(reply);
  });
});

describe('mergeExtra', () => {
  it('keeps the words of each protocol apart and lets later ones win', () => {
    const merged = mergeExtra({ openai: { a: 1, b: 1 } }, { openai: { b: 2 }, gemini: { c: 3 } });
    expect(merged).toEqual({ openai: { a: 1, b: 2 }, gemini: { c: 3 } });
    expect(mergeExtra(undefined, { openai: { a: 1 } })).toEqual({ openai: { a: 1 } });
  });
});

import type { AssistantPart, Extra, Reply, Signature } from '@ofoxai/core';
import fc from 'fast-check';

const word = fc.string({ minLength: 1, maxLength: 12 });
const text = fc.oneof(fc.constant(''), word, fc.string({ unit: 'binary', maxLength: 8 }));

const signature: fc.Arbitrary<Signature> = fc.record({
  by: fc.constantFrom('anthropic', 'gemini', 'openai'),
  value: word,
});

const extra: fc.Arbitrary<Extra> = fc.record({
  openai: fc.dictionary(fc.constantFrom('a', 'b'), fc.integer(), { minKeys: 1 }),
});

const json = fc.oneof(
  fc.constant('{}'),
  fc
    .dictionary(fc.constantFrom('x', 'y'), fc.string({ maxLength: 5 }))
    .map((v) => JSON.stringify(v)),
  fc.constant('{"cut": "of'),
  fc.constant('[1]'),
);

const part: fc.Arbitrary<AssistantPart> = fc.oneof(
  fc.record(
    {
      type: fc.constant('text' as const),
      text,
      signature,
      extra,
      citations: fc.array(
        fc.record(
          { url: fc.webUrl(), title: word, quote: word, start: fc.nat(9), end: fc.nat(9) },
          { requiredKeys: [] },
        ),
        { minLength: 1, maxLength: 2 },
      ),
    },
    { requiredKeys: ['type', 'text'] },
  ),
  fc.record(
    {
      type: fc.constant('reasoning' as const),
      text,
      signature,
      redacted: fc.constant(true as const),
      extra,
    },
    { requiredKeys: ['type', 'text'] },
  ),
  fc.record(
    { type: fc.constant('refusal' as const), text, extra },
    { requiredKeys: ['type', 'text'] },
  ),
  fc.record(
    {
      type: fc.constant('tool-call' as const),
      id: fc.uuid(),
      name: fc.constantFrom('search', 'add'),
      arguments: json,
      signature,
      extra,
    },
    { requiredKeys: ['type', 'id', 'name', 'arguments'] },
  ),
  fc.constant<AssistantPart>({
    type: 'media',
    kind: 'image',
    source: { type: 'base64', mediaType: 'image/png', data: 'aGk=' },
  }),
  fc.constant<AssistantPart>({
    type: 'opaque',
    by: 'anthropic',
    value: { type: 'server_tool_use' },
  }),
);

const count = fc.nat(50);

/** Any reply that the neutral form can express. */
export const anyReply: fc.Arbitrary<Reply> = fc.record(
  {
    id: fc.uuid(),
    model: fc.constant('ofox/pro'),
    created: fc.nat(),
    content: fc.array(part, { maxLength: 5 }),
    finish: fc.record(
      {
        reason: fc.constantFrom(
          'stop',
          'length',
          'tool_calls',
          'content_filter',
          'refusal',
          'pause',
        ),
        raw: word,
        stopSequence: word,
      },
      { requiredKeys: ['reason'] },
    ),
    usage: fc.record({
      input: count,
      cacheRead: count,
      cacheWrite: count,
      cacheWrite1h: count,
      output: count,
      reasoning: count,
    }),
    logprobs: fc.constant([{ token: 'a', logprob: -0.5, top: [] }]),
    warnings: fc.constant([]),
    extra,
  },
  { requiredKeys: ['id', 'model', 'content', 'finish', 'usage', 'warnings'] },
);

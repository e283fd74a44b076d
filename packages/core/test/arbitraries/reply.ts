import fc, { type Arbitrary } from 'fast-check';
import { PROTOCOL_NAMES } from '../../src/protocol-name.ts';
import type { Finish, Reply, ReplyEvent, TokenLogprob } from '../../src/reply.ts';
import type { AssistantPart } from '../../src/request.ts';
import type { Usage } from '../../src/usage.ts';
import type { Warning } from '../../src/warning.ts';
import { record, someText, word } from './json.ts';
import { answerText, type By, extra, media, opaque, reasoning, refusal, toolCall } from './part.ts';

const count = fc.nat(5000);

const usage: Arbitrary<Usage> = record(
  {
    input: count,
    cacheRead: count,
    cacheWrite: count,
    cacheWrite1h: count,
    output: count,
    reasoning: count,
  },
  { cost: fc.constantFrom('0', '0.0125', '1.5') },
);

const finish: Arbitrary<Finish> = record(
  {
    reason: fc.constantFrom(
      'stop',
      'length',
      'tool_calls',
      'content_filter',
      'refusal',
      'pause',
      'error',
    ),
  },
  { raw: word, stopSequence: someText },
);

const logprobs: Arbitrary<TokenLogprob[]> = fc.array(
  record(
    {
      token: someText,
      logprob: fc.integer({ min: -100, max: -1 }).map((tenths) => tenths / 10),
      top: fc.array(
        record<TokenLogprob['top'][number]>({
          token: someText,
          logprob: fc.integer({ min: -100, max: -1 }).map((tenths) => tenths / 10),
        }),
        { maxLength: 2 },
      ),
    },
    { bytes: fc.array(fc.nat(255), { maxLength: 4 }) },
  ),
  { minLength: 1, maxLength: 3 },
);

const warning: Arbitrary<Warning> = record(
  {
    code: fc.constantFrom('dropped', 'approximated', 'malformed'),
    path: word,
    message: someText,
  },
  {},
);

/** One part of an answer, of any kind. */
function answerPart(by: By = PROTOCOL_NAMES): Arbitrary<AssistantPart> {
  return fc.oneof<{ weight: number; arbitrary: Arbitrary<AssistantPart> }[]>(
    { weight: 4, arbitrary: answerText(by) },
    { weight: 3, arbitrary: reasoning(by) },
    { weight: 3, arbitrary: toolCall(by) },
    { weight: 1, arbitrary: refusal },
    { weight: 1, arbitrary: media(['image'], ['base64'], by) },
    { weight: 1, arbitrary: opaque(by) },
  );
}

/** Answers over the whole neutral form; call ids are unique. */
export function reply(
  by: By = PROTOCOL_NAMES,
  part: Arbitrary<AssistantPart> = answerPart(by),
): Arbitrary<Reply> {
  const content = fc
    .array(part, { maxLength: 5 })
    .map((parts) =>
      parts.map((one, at) => (one.type === 'tool-call' ? { ...one, id: `${one.id}${at}` } : one)),
    );
  return record(
    {
      id: word,
      model: fc.constantFrom(
        'openai/gpt-4o',
        'anthropic/claude-sonnet-4.5',
        'google/gemini-3-pro-preview',
      ),
      content,
      finish,
      usage,
      warnings: fc.array(warning, { maxLength: 1 }),
    },
    { created: fc.nat(2_000_000_000), logprobs, extra: extra(by) },
  );
}

/**
 * The same events with texts, thoughts and arguments cut into pieces of `size` characters, never
 * inside a code point: a stream as a provider sends it.
 */
export function cutEvents(events: ReplyEvent[], size: number): ReplyEvent[] {
  return events.flatMap((event): ReplyEvent[] => {
    if (event.type === 'tool-call-delta') {
      return pieces(event.arguments, size).map((piece) => ({ ...event, arguments: piece }));
    }
    if (event.type !== 'text' && event.type !== 'reasoning' && event.type !== 'refusal')
      return [event];
    const [first = '', ...others] = pieces(event.text, size);
    const { type, index } = event;
    return [{ ...event, text: first }, ...others.map((piece) => ({ type, index, text: piece }))];
  });
}

function pieces(text: string, size: number): string[] {
  const points = [...text];
  const cut: string[] = [];
  for (let at = 0; at < points.length; at += size) cut.push(points.slice(at, at + size).join(''));
  return cut;
}

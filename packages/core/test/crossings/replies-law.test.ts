import fc, { type Arbitrary } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fold, unfold } from '../../src/fold.ts';
import type { JsonValue } from '../../src/json.ts';
import { JsonArrayReader } from '../../src/json-array.ts';
import type { ProtocolName } from '../../src/protocol-name.ts';
import type { Protocol } from '../../src/protocols/protocol.ts';
import type { Reply } from '../../src/reply.ts';
import { cutEvents, reply } from '../arbitraries/reply.ts';
import { cut } from '../cut.ts';
import { essenceOf } from './essence.ts';
import { NAMES, PAIRS, readStream, replyIn, WIRES, writeStream } from './wires.ts';

/** Any answer, as a provider of this wire could have given it. */
function replyOf(from: ProtocolName): Arbitrary<Reply> {
  return reply().map((any) => whole(plausible(any), WIRES[from]));
}

/**
 * The answer with what all wires tell: it ends with calls if it has any, and only its last text is
 * signed, as the OpenAI wire has one place for the signature of all its text.
 */
function plausible(any: Reply): Reply {
  const hasCalls = any.content.some((part) => part.type === 'tool-call');
  const { reason } = any.finish;
  const isOpenEnd = reason === 'tool_calls' || reason === 'stop' || reason === 'pause';
  const last = any.content.findLast((part) => part.type === 'text');
  const content = any.content.map((part) => {
    if (part.type !== 'text' || part === last) return part;
    const { signature: _, ...text } = part;
    return text;
  });
  const told = hasCalls ? 'tool_calls' : reason === 'tool_calls' ? 'stop' : reason;
  return { ...any, content, finish: { reason: isOpenEnd ? told : reason } };
}

/** The answer as a caller on a wire reads it. */
function whole(reply: Reply, wire: Protocol): Reply {
  return wire.decodeReply(JSON.parse(JSON.stringify(wire.encodeReply(reply))) as JsonValue);
}

function streamed(reply: Reply, wire: Protocol, size: number): Reply {
  return replyIn(wire, writeStream(wire, { events: cutEvents(unfold(reply), size) }));
}

/** Each run crosses twice, for nine pairs; `OFOX_LAW_RUNS` asks for more. */
const RUNS = { numRuns: Number(process.env.OFOX_LAW_RUNS ?? 60) };

describe.each(PAIRS)('an answer from $from to $to', ({ from, to }) => {
  const size = fc.integer({ min: 1, max: 7 });

  test('says the same there, and the same again on its way back', () => {
    fc.assert(
      fc.property(replyOf(from), (original) => {
        const essence = essenceOf(original);
        const there = whole(original, WIRES[to]);
        expect(essenceOf(there)).toEqual(essence);
        expect(essenceOf(whole(there, WIRES[from]))).toEqual(essence);
      }),
      RUNS,
    );
  });

  test('says the same streamed, in pieces of any size', () => {
    fc.assert(
      fc.property(replyOf(from), size, (original, pieces) => {
        const essence = essenceOf(original);
        const there = streamed(original, WIRES[to], pieces);
        expect(essenceOf(there)).toEqual(essence);
        expect(essenceOf(streamed(there, WIRES[from], pieces))).toEqual(essence);
      }),
      RUNS,
    );
  });
});

describe.each(NAMES)('a stream on the wire of %s', (name) => {
  const wire = WIRES[name];
  const sizes = fc.oneof(
    fc.integer({ min: 1, max: 9 }),
    fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 40 }),
  );

  test('reads the same wherever its bytes are cut', () => {
    fc.assert(
      fc.property(replyOf(name), sizes, (original, cuts) => {
        const bytes = new TextEncoder().encode(writeStream(wire, { events: unfold(original) }));
        const { events, error } = readStream(wire, [bytes]);
        expect(error).toBeUndefined();
        expect(readStream(wire, cut(bytes, cuts)).events).toEqual(events);
      }),
      RUNS,
    );
  });

  test('without its end is an error and no answer', () => {
    fc.assert(
      fc.property(replyOf(name), fc.nat(), (original, at) => {
        const text = writeStream(wire, { events: unfold(original) });
        const events = text.split('\n\n').slice(0, -1);
        const ends = { openai: 3, anthropic: 1, gemini: 1 };
        const kept = events.slice(0, at % Math.max(1, events.length - ends[name] + 1));
        const bytes = new TextEncoder().encode(kept.map((event) => `${event}\n\n`).join(''));
        expect(readStream(wire, [bytes]).error?.kind).toBe('stream');
      }),
      RUNS,
    );
  });
});

test('a Gemini stream in a JSON array says what one in events says', () => {
  fc.assert(
    fc.property(replyOf('gemini'), fc.integer({ min: 1, max: 50 }), (original, size) => {
      const told = { events: unfold(original) };
      const text = writeStream(WIRES.gemini, told, { framing: 'json-array' });
      const pieces = cut(new TextEncoder().encode(text), size);
      const { events, error } = readStream(WIRES.gemini, pieces, new JsonArrayReader());
      expect(error).toBeUndefined();
      expect(fold(events)).toEqual(replyIn(WIRES.gemini, writeStream(WIRES.gemini, told)));
    }),
    RUNS,
  );
});

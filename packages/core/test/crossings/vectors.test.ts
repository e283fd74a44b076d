import { describe, expect, test } from 'vitest';
import { OfoxError } from '../../src/error.ts';
import { fold } from '../../src/fold.ts';
import type { JsonValue } from '../../src/json.ts';
import type { Protocol } from '../../src/protocols/protocol.ts';
import type { Reply } from '../../src/reply.ts';
import { cut } from '../cut.ts';
import { type Essence, essenceOf } from './essence.ts';
import { hasRecorded, recordedReplies, recordedStreams } from './recorded.ts';
import { NAMES, readStream, readText, replyIn, WIRES, writeStream } from './wires.ts';

/** The answer as a caller on another wire reads it. */
function crossed(reply: Reply, to: Protocol): Reply {
  return to.decodeReply(JSON.parse(JSON.stringify(to.encodeReply(reply))) as JsonValue);
}

/** Numbers of bytes that fall now here, now there; the same in each run. */
function sizes(seed: number): number[] {
  let state = seed;
  return Array.from({ length: 20_000 }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return 1 + (state % 37);
  });
}

describe.skipIf(!hasRecorded)('recorded answers (../shared/vectors)', () => {
  test.each(recordedReplies())('$from $name says the same on every wire', ({ from, body }) => {
    const reply = WIRES[from].decodeReply(body);
    const essence = essenceOf(reply);
    for (const to of NAMES) {
      const there = crossed(reply, WIRES[to]);
      expect(essenceOf(there), to).toEqual(essence);
      const back = crossed(there, WIRES[from]);
      expect(essenceOf(back), `${to} and back`).toEqual(essence);
    }
  });

  test.each(recordedStreams())('the stream $from $name says the same on every wire', (stream) => {
    const told = readText(WIRES[stream.from], stream.text);
    expect(told.error).toBeUndefined();
    const essence: Essence = essenceOf(fold(told.events));
    for (const to of NAMES) {
      const there = readText(WIRES[to], writeStream(WIRES[to], told));
      expect(there.error).toBeUndefined();
      expect(essenceOf(fold(there.events)), to).toEqual(essence);
      const back = replyIn(WIRES[stream.from], writeStream(WIRES[stream.from], there));
      expect(essenceOf(back), `${to} and back`).toEqual(essence);
    }
  });

  test.each(recordedStreams())('$from $name reads the same wherever it is cut', (stream) => {
    const wire = WIRES[stream.from];
    const bytes = new TextEncoder().encode(stream.text);
    const { events } = readStream(wire, [bytes]);
    expect(readStream(wire, cut(bytes, 1)).events).toEqual(events);
    expect(readStream(wire, cut(bytes, sizes(bytes.length))).events).toEqual(events);
  });

  test.each(recordedStreams())('$from $name cut off anywhere is an error', (stream) => {
    const wire = WIRES[stream.from];
    const events = stream.text.split('\n\n').filter((event) => event !== '');
    for (let kept = 0; kept < events.length - 1; kept += Math.ceil(events.length / 20)) {
      const { error, events: told } = readText(
        wire,
        events
          .slice(0, kept)
          .map((one) => `${one}\n\n`)
          .join(''),
      );
      if (!error) expect(told.at(-1)?.type).toBe('finish');
      else expect(OfoxError.is(error) && error.kind).toBe('stream');
    }
  });
});

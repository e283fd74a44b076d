import fc, { type Arbitrary } from 'fast-check';
import { describe, test } from 'vitest';
import { JsonArrayReader } from '../../src/json-array.ts';
import { type EventReader, SseReader } from '../../src/sse.ts';
import { NAMES, WIRES } from '../crossings/wires.ts';
import { cut } from '../cut.ts';
import { bear, bearStream } from './bear.ts';
import { seedsOf } from './seeds.ts';

const RUNS = { numRuns: Number(process.env.OFOX_FUZZ_RUNS ?? 200) };
const LIMIT = { maxEventBytes: 100_000 };

/** Bytes of no meaning, and streams with bytes changed, lost, doubled, or brought by others. */
function brokenBytes(streams: Uint8Array[]): Arbitrary<Uint8Array> {
  const spliced = fc
    .tuple(fc.constantFrom(...streams), fc.constantFrom(...streams), fc.nat(), fc.nat())
    .map(([head, tail, to, from]) => {
      const before = head.subarray(0, to % (head.length + 1));
      return joined(before, tail.subarray(from % (tail.length + 1)));
    });
  const changed = fc
    .tuple(fc.constantFrom(...streams), fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 8 }))
    .map(([stream, changes]) => {
      const bytes = stream.slice();
      for (const [at, byte] of changes) bytes[at % bytes.length] = byte;
      return bytes;
    });
  return fc.oneof(fc.uint8Array({ maxLength: 400 }), spliced, changed);
}

function joined(head: Uint8Array, tail: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(head.length + tail.length);
  bytes.set(head);
  bytes.set(tail, head.length);
  return bytes;
}

describe.each(NAMES)('whatever bytes come over the wire of %s', (name) => {
  const seeds = seedsOf(name);
  const readers: [string, () => EventReader][] = [
    ['server-sent events', () => new SseReader(LIMIT)],
    ['a JSON array', () => new JsonArrayReader(LIMIT)],
  ];

  test.each(readers)('as %s are read in order, or end in an OfoxError', (_, reader) => {
    fc.assert(
      fc.property(brokenBytes(seeds.streams), fc.integer({ min: 1, max: 50 }), (bytes, size) => {
        bearStream(WIRES[name], bytes.length, (decoder) => {
          const events = reader();
          for (const piece of cut(bytes, size)) {
            events.push(piece, (event) => decoder.push(event, () => {}));
          }
          events.end((event) => decoder.push(event, () => {}));
          decoder.end(() => {});
        });
      }),
      RUNS,
    );
  });

  test('as an error are told as one', () => {
    const text = fc.oneof(fc.string({ unit: 'binary' }), fc.string(), fc.constant('<html>'));
    fc.assert(
      fc.property(text, fc.integer({ min: 100, max: 999 }), (body, status) => {
        bear(() => {
          throw WIRES[name].decodeError({ status, body });
        });
      }),
      RUNS,
    );
  });
});

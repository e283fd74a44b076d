import fc, { type Arbitrary } from 'fast-check';
import { describe, test } from 'vitest';
import type { JsonValue } from '../../src/json.ts';
import { almost, jsonValue } from '../arbitraries/json.ts';
import { NAMES, WIRES } from '../crossings/wires.ts';
import { bear, bearReply, bearRequest, bearStream } from './bear.ts';
import { mutated } from './mutation.ts';
import { seedsOf } from './seeds.ts';

const RUNS = { numRuns: Number(process.env.OFOX_FUZZ_RUNS ?? 200) };
const ASKED = { model: 'm', input: ['a', 'b'] };

describe.each(NAMES)('whatever JSON comes over the wire of %s', (name) => {
  const wire = WIRES[name];
  const seeds = seedsOf(name);
  const nonsense = fc.oneof(jsonValue, almost(seeds.names, seeds.words));
  const like = (sound: JsonValue[]): Arbitrary<JsonValue> =>
    fc.oneof({ weight: 1, arbitrary: nonsense }, { weight: 3, arbitrary: mutated(sound, seeds) });

  test('as a request is read or refused by an OfoxError', () => {
    fc.assert(
      fc.property(like(seeds.requests), (body) => {
        const request = bear(() => wire.decodeRequest({ body, model: 'm' }));
        if (request) bearRequest(request);
        bear(() => wire.decodeRequest({ body }));
        bear(() => wire.embeddings?.decodeRequest({ body, model: 'm' }));
        bear(() => wire.images?.decodeRequest?.({ body }));
      }),
      RUNS,
    );
  });

  test('as an answer is read or refused by an OfoxError', () => {
    fc.assert(
      fc.property(like(seeds.replies), (body) => {
        const reply = bear(() => wire.decodeReply(body));
        if (reply) bearReply(reply);
        bear(() => wire.embeddings?.decodeReply(body, ASKED));
        bear(() => wire.images?.decodeReply(body, { model: 'm', prompt: 'p' }));
        const page = bear(() => wire.models.decodeList(body));
        if (page) for (const to of NAMES) WIRES[to].models.encodeList(page);
        const model = bear(() => wire.models.decodeModel(body));
        if (model) for (const to of NAMES) WIRES[to].models.encodeModel(model);
        if (typeof body === 'object' && body && !Array.isArray(body)) wire.readUsage(body);
      }),
      RUNS,
    );
  });

  test('as an error is an OfoxError that can be told on', () => {
    fc.assert(
      fc.property(like(seeds.errors), fc.integer({ min: 100, max: 999 }), (value, status) => {
        const error = wire.decodeError({ status, body: JSON.stringify(value) });
        for (const to of NAMES) JSON.stringify(WIRES[to].encodeError(error));
      }),
      RUNS,
    );
  });

  test('in the events of a stream is read in order, or ends in an OfoxError', () => {
    const events = fc.array(
      fc.oneof(
        { weight: 2, arbitrary: fc.constantFrom(...seeds.events) },
        { weight: 2, arbitrary: mutated(seeds.events, seeds) },
        { weight: 1, arbitrary: nonsense },
      ),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(events, (all) => {
        const size = JSON.stringify(all).length;
        bearStream(wire, size, (decoder) => {
          for (const event of all) decoder.push({ data: JSON.stringify(event) }, () => {});
          decoder.end(() => {});
        });
      }),
      RUNS,
    );
  });
});

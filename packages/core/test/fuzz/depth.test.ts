import { describe, test } from 'vitest';
import type { JsonValue } from '../../src/json.ts';
import type { ReplyEvent } from '../../src/reply.ts';
import { NAMES, WIRES } from '../crossings/wires.ts';
import { bear } from './bear.ts';
import { seedsOf } from './seeds.ts';

const LEVELS = 12_000;
const HOLE = '"@deep"';

/** JSON text that is nested deeper than any stack. */
const DEEP = [
  ['arrays', '['.repeat(LEVELS) + ']'.repeat(LEVELS)],
  ['objects', `${'{"a":'.repeat(LEVELS)}1${'}'.repeat(LEVELS)}`],
  ['schemas', `${'{"type":"object","properties":{"a":'.repeat(LEVELS)}{}${'}}'.repeat(LEVELS)}`],
] as const;

/** The text of each sound value, with the deep one in the place of each of its fields in turn. */
function* withDeep(values: readonly JsonValue[], deep: string): Generator<string> {
  for (const value of values) {
    for (const holed of holes(value)) yield JSON.stringify(holed).replace(HOLE, deep);
  }
}

function* holes(value: JsonValue): Generator<JsonValue> {
  if (Array.isArray(value)) {
    for (const [at, item] of value.entries()) {
      for (const inner of holes(item)) yield value.with(at, inner);
    }
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, field] of Object.entries(value)) {
      yield { ...value, [key]: '@deep' };
      for (const inner of holes(field)) yield { ...value, [key]: inner };
    }
  }
}

describe.each(NAMES)('JSON deeper than the stack on the wire of %s', (name) => {
  const wire = WIRES[name];
  const seeds = seedsOf(name);

  test.each(DEEP)('in %s of a request ends well or in an OfoxError', (_, deep) => {
    for (const text of withDeep(seeds.requests.slice(-2), deep)) {
      const body = JSON.parse(text) as JsonValue;
      const request = bear(() => wire.decodeRequest({ body, model: 'm' }));
      if (request) for (const to of NAMES) bear(() => WIRES[to].encodeRequest(request));
    }
  });

  test.each(DEEP)('in %s of an answer ends well or in an OfoxError', (_, deep) => {
    for (const text of withDeep(seeds.replies.slice(-2), deep)) {
      const reply = bear(() => wire.decodeReply(JSON.parse(text) as JsonValue));
      if (reply) for (const to of NAMES) bear(() => WIRES[to].encodeReply(reply));
    }
  });

  test.each(DEEP)('in %s of an event ends well or in an OfoxError', (_, deep) => {
    for (const data of withDeep(seeds.events.slice(0, 4), deep)) {
      const decoder = wire.decodeStream();
      const encoders = NAMES.map((to) => WIRES[to].encodeStream());
      const emit = (event: ReplyEvent) => {
        for (const encoder of encoders) encoder.push(event);
      };
      bear(() => decoder.push({ data }, emit));
      bear(() => decoder.end(emit));
    }
  });

  test.each(DEEP)('in %s of an error is an error all the same', (_, deep) => {
    for (const body of withDeep(seeds.errors, deep)) wire.decodeError({ status: 500, body });
  });
});

import { isJsonObject, type JsonValue } from '../../src/json.ts';
import type { ProtocolName } from '../../src/protocol-name.ts';
import { SseReader } from '../../src/sse.ts';
import { type Fixture, fixtures, jsonOf } from '../crossings/fixtures.ts';

const REQUESTS = [...fixtures('requests', '.json'), ...fixtures('crossing', '.json')];
const REPLIES = fixtures('replies', '.json');
const STREAMS = fixtures('streams', '.sse');
const ERRORS = fixtures('errors', '.json');

/** What is known to be sound on a wire: where mutations begin. */
export interface Seeds {
  requests: JsonValue[];
  replies: JsonValue[];
  streams: Uint8Array[];
  /** The events of all streams, each as the JSON behind `data:`. */
  events: JsonValue[];
  errors: JsonValue[];
  /** Names and words of the wire, so that nonsense gets far into a decoder. */
  names: string[];
  words: string[];
}

export function seedsOf(from: ProtocolName): Seeds {
  const own = (all: readonly Fixture[]) => all.filter((fixture) => fixture.from === from);
  const streams = own(STREAMS).map(({ bytes }) => new Uint8Array(bytes));
  const found = {
    requests: own(REQUESTS).map(jsonOf),
    replies: own(REPLIES).map(jsonOf),
    events: streams.flatMap(eventsIn),
    errors: own(ERRORS).map((fixture) => bodyOf(jsonOf(fixture).body ?? null)),
  };
  const names = new Set<string>();
  const words = new Set<string>();
  for (const value of Object.values(found).flat()) collect(value, names, words);
  return { ...found, streams, names: [...names], words: [...words] };
}

function eventsIn(bytes: Uint8Array): JsonValue[] {
  const events: JsonValue[] = [];
  const reader = new SseReader();
  const take = ({ data }: { data: string }) => {
    if (data !== '[DONE]') events.push(JSON.parse(data) as JsonValue);
  };
  reader.push(bytes, take);
  reader.end(take);
  return events;
}

function bodyOf(body: JsonValue): JsonValue {
  try {
    return typeof body === 'string' ? (JSON.parse(body) as JsonValue) : body;
  } catch {
    return body;
  }
}

function collect(value: JsonValue, names: Set<string>, words: Set<string>): void {
  if (typeof value === 'string' && value.length < 40) words.add(value);
  else if (Array.isArray(value)) for (const item of value) collect(item, names, words);
  else if (isJsonObject(value)) {
    for (const [name, field] of Object.entries(value)) {
      names.add(name);
      collect(field, names, words);
    }
  }
}

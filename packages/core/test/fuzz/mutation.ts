import fc, { type Arbitrary } from 'fast-check';
import { isJsonObject, type JsonObject, type JsonValue, setField } from '../../src/json.ts';
import { jsonValue } from '../arbitraries/json.ts';
import type { Seeds } from './seeds.ts';

/** Values that stand for others where nobody expects them. */
const ODD: JsonValue[] = [
  null,
  true,
  '',
  ' ',
  '[DONE]',
  0,
  -1,
  1.5,
  1e308,
  Number.MAX_SAFE_INTEGER + 2,
  [],
  {},
  [null],
  [[]],
  { __proto__: null, toString: 1 },
  '\ud800',
  'data:;base64,',
  'ofox/gemini/next/',
  '{"a":',
];

/** One change: where (as a number to walk by), what kind, and with what. */
interface Change {
  at: number;
  kind: 'replace' | 'remove' | 'add' | 'double' | 'swap';
  name: string;
  value: JsonValue;
}

/** A sound value of the wire with up to four changes anywhere in it. */
export function mutated(sound: readonly JsonValue[], seeds: Seeds): Arbitrary<JsonValue> {
  const value = fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...ODD) },
    { weight: 2, arbitrary: fc.constantFrom<JsonValue>(...seeds.words) },
    { weight: 1, arbitrary: jsonValue },
  );
  const change: Arbitrary<Change> = fc.record({
    at: fc.nat(),
    kind: fc.constantFrom('replace', 'remove', 'add', 'double', 'swap'),
    name: fc.constantFrom(...seeds.names, '__proto__', 'constructor', 'x_unknown'),
    value,
  });
  return fc
    .tuple(fc.constantFrom(...sound), fc.array(change, { minLength: 1, maxLength: 4 }))
    .map(([seed, changes]) => changes.reduce(apply, structuredClone(seed)));
}

function apply(root: JsonValue, { at, kind, name, value }: Change): JsonValue {
  const places = placesIn(root);
  const place = places[at % places.length];
  const odd = structuredClone(value);
  if (!place) return odd;
  const { holder, key } = place;
  const there = () => structuredClone(valueAt(place)) ?? null;
  if (Array.isArray(holder)) {
    const index = Number(key);
    if (kind === 'replace') holder[index] = odd;
    else if (kind === 'remove') holder.splice(index, 1);
    else if (kind === 'add') holder.splice(index, 0, odd);
    else if (kind === 'double') holder.push(there());
    else holder.reverse();
  } else if (kind === 'remove') delete holder[key];
  else if (kind === 'replace') setField(holder, key, odd);
  else if (kind === 'add') setField(holder, name, odd);
  else if (kind === 'double') setField(holder, key, [there(), there()]);
  else setField(holder, name, there());
  return root;
}

interface Place {
  holder: JsonObject | JsonValue[];
  key: string;
}

function placesIn(root: JsonValue, places: Place[] = []): Place[] {
  if (!Array.isArray(root) && !isJsonObject(root)) return places;
  for (const key of Object.keys(root)) {
    places.push({ holder: root, key });
    const inner = valueAt({ holder: root, key });
    if (inner !== undefined) placesIn(inner, places);
  }
  return places;
}

function valueAt({ holder, key }: Place): JsonValue | undefined {
  return Array.isArray(holder) ? holder[Number(key)] : holder[key];
}

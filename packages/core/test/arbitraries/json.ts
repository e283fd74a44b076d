import fc, { type Arbitrary } from 'fast-check';
import { type JsonObject, type JsonValue, setField } from '../../src/json.ts';

/** Text of any script, emoji and lone surrogates left out: they do not survive UTF-8. */
export const text: Arbitrary<string> = fc.string({ unit: 'grapheme', maxLength: 24 });

/** Text of at least one character. */
export const someText: Arbitrary<string> = fc.string({
  unit: 'grapheme',
  minLength: 1,
  maxLength: 24,
});

/** What every wire takes for a name or an id. */
export const word: Arbitrary<string> = fc.stringMatching(/^[a-z][a-z0-9_-]{0,11}$/);

/** A number that JSON carries exactly; never negative zero, which JSON cannot tell from zero. */
const jsonNumber: Arbitrary<number> = fc
  .oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }))
  .map((value) => (Object.is(value, -0) ? 0 : value));

/** Any value that JSON can hold, with `__proto__` among the keys. */
export const jsonValue: Arbitrary<JsonValue> = fc.letrec<{ value: JsonValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.constant(null),
    fc.boolean(),
    jsonNumber,
    text,
    fc.array(tie('value'), { maxLength: 3 }),
    fc
      .array(fc.tuple(key(), tie('value')), { maxLength: 3 })
      .map((fields) => objectOf(fields as [string, JsonValue][])),
  ),
})).value;

/** Any object that JSON can hold. */
export const jsonObject: Arbitrary<JsonObject> = fc
  .array(fc.tuple(key(), jsonValue), { maxLength: 4 })
  .map(objectOf);

/**
 * Bytes of no meaning or almost a wire's own: objects whose keys are drawn from `names`, so that a
 * decoder gets far into its branches before it meets a value of the wrong type.
 */
export function almost(
  names: readonly string[],
  words: readonly string[] = [],
): Arbitrary<JsonValue> {
  return fc.letrec<{ value: JsonValue }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 5, withCrossShrink: true },
      { weight: 1, arbitrary: jsonValue },
      { weight: 2, arbitrary: fc.constantFrom('', 'text', ...words) },
      { weight: 2, arbitrary: fc.array(tie('value'), { maxLength: 3 }) },
      {
        weight: 6,
        arbitrary: fc
          .array(fc.tuple(fc.constantFrom(...names), tie('value')), { maxLength: 6 })
          .map((fields) => objectOf(fields as [string, JsonValue][])),
      },
    ),
  })).value;
}

/** A JSON Schema of an object, of the kind that every provider takes. */
export const objectSchema: Arbitrary<JsonObject> = fc
  .array(fc.tuple(word, fc.constantFrom('string', 'number', 'boolean', 'integer')), {
    maxLength: 3,
  })
  .map((properties) => ({
    type: 'object',
    properties: objectOf(properties.map(([name, type]) => [name, { type }])),
    additionalProperties: false,
  }));

type KeyOf<T> = T extends unknown ? keyof T : never;
type ValueOf<T, K> = T extends unknown ? (K extends keyof T ? T[K] : never) : never;
type Arbitraries<T> = { [K in KeyOf<T>]?: Arbitrary<NonNullable<ValueOf<T, K>>> };

/** A record whose `optional` fields may each be absent; none is ever `undefined`. */
export function record<T extends object>(
  required: NoInfer<Arbitraries<T>>,
  optional: NoInfer<Arbitraries<T>> = {},
): Arbitrary<T> {
  const fields = { ...required, ...optional } as Record<string, Arbitrary<unknown>>;
  const requiredKeys = Object.keys(required);
  return fc.record(fields, { requiredKeys, noNullPrototype: true }) as Arbitrary<T>;
}

function key(): Arbitrary<string> {
  return fc.oneof(
    { weight: 6, arbitrary: word },
    { weight: 1, arbitrary: fc.constantFrom('', '__proto__', 'constructor', 'a.b', 'ключ') },
  );
}

function objectOf(fields: [string, JsonValue][]): JsonObject {
  const object: JsonObject = {};
  for (const [name, value] of fields) setField(object, name, value);
  return object;
}

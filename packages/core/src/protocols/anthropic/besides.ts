import { type JsonObject, type JsonValue, setField } from '../../json.ts';

/**
 * The fields of an answer's object that are not `known`; `undefined` when there are none. Nulls are
 * left out, as they say no more here than absence.
 */
export function besides(object: JsonObject, known: ReadonlySet<string>): JsonObject | undefined {
  let rest: JsonObject | undefined;
  for (const key of Object.keys(object)) {
    const value = object[key] as JsonValue;
    if (known.has(key) || value === null) continue;
    rest ??= {};
    setField(rest, key, value);
  }
  return rest;
}

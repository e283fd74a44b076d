import { Fields } from '../../fields.ts';
import { isJsonObject, type JsonObject, type JsonValue, setField } from '../../json.ts';
import type { Extra } from '../../protocol-name.ts';

const CAPITAL = /[A-Z]/g;

/**
 * Reads an object of this wire's own structure, whose names may be spelt `maxOutputTokens` or
 * `max_output_tokens` (protobuf.dev/programming-guides/json: parsers take both). Data of the caller
 * (arguments, results, property names of schemas) is read as it is, never through this.
 */
export function structure(value: unknown, path = ''): Fields {
  return new Fields(value, path, snakeCase);
}

/** Of the names that this wire knows, which are few. */
const SNAKE_CASE = new Map<string, string>();

function snakeCase(name: string): string {
  const known = SNAKE_CASE.get(name);
  if (known !== undefined) return known;
  const written = name.replace(CAPITAL, (letter) => `_${letter.toLowerCase()}`);
  SNAKE_CASE.set(name, written);
  return written;
}

/** `rest` as this wire's `extra`, to be spread into what carries it. */
export function extraOf(rest: JsonObject | undefined): { extra?: Extra } {
  return rest ? { extra: { gemini: rest } } : {};
}

/**
 * Writes this wire's own words back into an object, also into objects nested in it; what the
 * object already says stays.
 */
export function writeRest(object: JsonObject, rest: JsonObject | undefined): JsonObject {
  if (!rest) return object;
  for (const key of Object.keys(rest)) {
    const value = rest[key] as JsonValue;
    const own = Object.hasOwn(object, key) ? object[key] : undefined;
    if (own === undefined) setField(object, key, value);
    else if (isJsonObject(own) && isJsonObject(value)) writeRest(own, value);
  }
  return object;
}

export type JsonValue = string | number | boolean | null | JsonValue[] | JsonObject;

export type JsonObject = { [key: string]: JsonValue };

/** Whether a value is an object that JSON could have made: neither null nor an array. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Never written to; not frozen, as copies of frozen objects are slow. */
const NOTHING: JsonObject = {};

/** The value where it is an object; otherwise one without fields, which nobody may write to. */
export function objectOf(value: unknown): JsonObject {
  return isJsonObject(value) ? value : NOTHING;
}

/**
 * Sets a field, also one called `__proto__`, which a plain assignment would take for the
 * prototype: objects that callers sent are copied key by key with this.
 */
export function setField(object: JsonObject, key: string, value: JsonValue): void {
  if (key === '__proto__') {
    Object.defineProperty(object, key, {
      value,
      writable: true,
      enumerable: true,
      configurable: true,
    });
  } else {
    object[key] = value;
  }
}

/** Sets each of the fields of another object, as {@link setField} does. */
export function setFields(object: JsonObject, fields: JsonObject): void {
  for (const key in fields) setField(object, key, fields[key] as JsonValue);
}

const NONE: ReadonlySet<string> = new Set();

/**
 * Sets those of the fields that the object has not. (To spread them before its own would say the
 * same; but engines add fields to a copy far more slowly than to an object that began with its own.)
 */
export function setMissing(object: JsonObject, fields: JsonObject, except = NONE): void {
  for (const key in fields) {
    if (except.has(key) || Object.hasOwn(object, key)) continue;
    setField(object, key, fields[key] as JsonValue);
  }
}

/** The fields of an object that are not `known`; `undefined` when there are none. */
export function restOf(object: JsonObject, known: ReadonlySet<string>): JsonObject | undefined {
  let rest: JsonObject | undefined;
  for (const key in object) {
    if (known.has(key)) continue;
    rest ??= {};
    setField(rest, key, object[key] as JsonValue);
  }
  return rest;
}

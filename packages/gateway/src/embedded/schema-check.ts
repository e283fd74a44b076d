import { isJsonObject, type JsonObject, type JsonValue } from '@ofoxai/core';
import { invalidRequest } from './refusal.ts';
import { findReference } from './schema-flatten.ts';

const DEEPEST = 300;

/**
 * Whether a JSON Schema (2020-12) accepts a value. `format` and unknown words accept anything, as
 * the specification has it.
 *
 * @param root the whole schema, for references.
 * @param param where it is in the request, for the error.
 * @throws OfoxError of kind `invalid_request` for a reference that leads nowhere or in a circle.
 */
export function accepts(
  schema: JsonValue | undefined,
  value: JsonValue,
  root: JsonObject,
  param: string,
  depth = 0,
): boolean {
  if (schema === false) return false;
  if (!isJsonObject(schema)) return true;
  if (depth > DEEPEST) throw invalidRequest(param, `${param} refers to itself without an end.`);
  const within: Within = (inner, part) => accepts(inner, part, root, param, depth + 1);
  const here = (inner: JsonValue | undefined) => within(inner, value);
  const { $ref: reference, allOf } = schema;
  if (typeof reference === 'string' && !here(findReference(reference, root, param))) return false;
  if (Array.isArray(allOf) && !allOf.every(here)) return false;
  return (
    acceptsType(schema.type, value) &&
    (schema.const === undefined || isSame(schema.const, value)) &&
    (!Array.isArray(schema.enum) || schema.enum.some((one) => isSame(one, value))) &&
    (!Array.isArray(schema.anyOf) || schema.anyOf.some(here)) &&
    (!Array.isArray(schema.oneOf) || schema.oneOf.filter(here).length === 1) &&
    (schema.not === undefined || !here(schema.not)) &&
    (schema.if === undefined || here(here(schema.if) ? schema.then : schema.else)) &&
    acceptsNumber(schema, value) &&
    acceptsString(schema, value) &&
    acceptsArray(schema, value, within) &&
    acceptsObject(schema, value, within)
  );
}

type Within = (schema: JsonValue | undefined, part: JsonValue) => boolean;

function acceptsType(type: JsonValue | undefined, value: JsonValue): boolean {
  if (type === undefined) return true;
  const types = (Array.isArray(type) ? type : [type]).map((one) => String(one).toLowerCase());
  return types.some((one) => {
    if (one === 'integer') return Number.isInteger(value);
    if (one === 'array') return Array.isArray(value);
    if (one === 'null') return value === null;
    return one === 'object' ? isJsonObject(value) : typeof value === one;
  });
}

function acceptsNumber(schema: JsonObject, value: JsonValue): boolean {
  if (typeof value !== 'number') return true;
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf } = schema;
  if (typeof minimum === 'number' && value < minimum) return false;
  if (typeof maximum === 'number' && value > maximum) return false;
  if (typeof exclusiveMinimum === 'number' && value <= exclusiveMinimum) return false;
  if (typeof exclusiveMaximum === 'number' && value >= exclusiveMaximum) return false;
  if (typeof multipleOf !== 'number') return true;
  const times = value / multipleOf;
  return Math.abs(times - Math.round(times)) < 1e-9;
}

function acceptsString(schema: JsonObject, value: JsonValue): boolean {
  if (typeof value !== 'string') return true;
  const length = [...value].length;
  const { pattern } = schema;
  if (!isCount(length, schema.minLength, schema.maxLength)) return false;
  return typeof pattern !== 'string' || matches(pattern, value);
}

/** A pattern that cannot be read accepts anything: generating knows no better either. */
function matches(pattern: string, value: string): boolean {
  try {
    return new RegExp(pattern, 'u').test(value);
  } catch {
    return true;
  }
}

function acceptsArray(schema: JsonObject, value: JsonValue, within: Within): boolean {
  if (!Array.isArray(value)) return true;
  const { items, prefixItems, contains, uniqueItems } = schema;
  const first = Array.isArray(prefixItems) ? prefixItems : Array.isArray(items) ? items : [];
  const rest = Array.isArray(items) ? schema.additionalItems : items;
  if (!isCount(value.length, schema.minItems, schema.maxItems)) return false;
  if (!value.every((one, index) => within(index < first.length ? first[index] : rest, one))) {
    return false;
  }
  if (uniqueItems === true && new Set(value.map(canonical)).size < value.length) return false;
  return contains === undefined || value.some((one) => within(contains, one));
}

function acceptsObject(schema: JsonObject, value: JsonValue, within: Within): boolean {
  if (!isJsonObject(value)) return true;
  const { properties, required, additionalProperties, propertyNames } = schema;
  const own = isJsonObject(properties) ? properties : {};
  const names = Object.keys(value);
  if (!isCount(names.length, schema.minProperties, schema.maxProperties)) return false;
  if (Array.isArray(required) && !required.every((name) => Object.hasOwn(value, String(name)))) {
    return false;
  }
  return names.every(
    (name) =>
      (propertyNames === undefined || within(propertyNames, name)) &&
      within(Object.hasOwn(own, name) ? own[name] : additionalProperties, value[name] ?? null),
  );
}

function isCount(count: number, least: JsonValue | undefined, most: JsonValue | undefined) {
  return (
    !(typeof least === 'number' && count < least) && !(typeof most === 'number' && count > most)
  );
}

function isSame(left: JsonValue, right: JsonValue): boolean {
  return canonical(left) === canonical(right);
}

/** The same text for the same value, whatever the order of its fields. */
function canonical(value: JsonValue): string {
  return JSON.stringify(value, (_, inner: JsonValue) =>
    isJsonObject(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

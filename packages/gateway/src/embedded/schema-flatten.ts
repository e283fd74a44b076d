import { isJsonObject, type JsonObject, type JsonValue } from '@ofoxai/core';
import { invalidRequest } from './refusal.ts';

const DEEPEST = 64;

/**
 * Makes one plain schema of a schema with `$ref` and `allOf`: what several of them say is said
 * together. `true` is the schema that says nothing.
 *
 * @param param where the whole schema is in the request, for the error.
 * @throws OfoxError of kind `invalid_request` for a reference that leads nowhere or in a circle.
 */
export function flattenSchema(
  schema: JsonValue | undefined,
  root: JsonObject,
  param: string,
  depth = 0,
): JsonObject {
  if (!isJsonObject(schema)) return {};
  const { $ref: reference, allOf, ...own } = schema;
  if (reference === undefined && allOf === undefined) return own;
  if (depth > DEEPEST) throw invalidRequest(param, `${param} refers to itself without an end.`);
  let flat: JsonObject = own;
  if (typeof reference === 'string') {
    const target = findReference(reference, root, param);
    flat = mergeSchemas(flattenSchema(target, root, param, depth + 1), flat);
  }
  for (const part of Array.isArray(allOf) ? allOf : []) {
    flat = mergeSchemas(flat, flattenSchema(part, root, param, depth + 1));
  }
  return flat;
}

/** What both schemas say; where only one can be kept, the stricter one or else the second. */
export function mergeSchemas(left: JsonObject, right: JsonObject): JsonObject {
  const merged: JsonObject = { ...left, ...right };
  for (const key of ['minimum', 'exclusiveMinimum', 'minLength', 'minItems', 'minProperties']) {
    bound(merged, key, left[key], right[key], Math.max);
  }
  for (const key of ['maximum', 'exclusiveMaximum', 'maxLength', 'maxItems', 'maxProperties']) {
    bound(merged, key, left[key], right[key], Math.min);
  }
  for (const key of ['properties', '$defs', 'definitions', 'dependentRequired']) {
    const [one, other] = [left[key], right[key]];
    if (isJsonObject(one) && isJsonObject(other)) merged[key] = mergeProperties(key, one, other);
  }
  if (Array.isArray(left.required) && Array.isArray(right.required)) {
    merged.required = [...new Set([...left.required, ...right.required])];
  }
  if (Array.isArray(left.enum) && Array.isArray(right.enum)) {
    const allowed = new Set(right.enum.map((value) => JSON.stringify(value)));
    merged.enum = left.enum.filter((value) => allowed.has(JSON.stringify(value)));
  }
  if (left.not !== undefined && right.not !== undefined) {
    merged.not = { anyOf: [left.not, right.not] };
  }
  if (Array.isArray(left.oneOf) && Array.isArray(right.oneOf)) {
    merged.anyOf = [...(Array.isArray(merged.anyOf) ? merged.anyOf : []), ...left.oneOf];
  }
  const conditions = [...conditionsOf(left), ...conditionsOf(right)];
  if (conditions.length > 0) {
    for (const word of CONDITIONAL) delete merged[word];
    merged[CONDITIONS] = conditions;
  }
  if (left.type === 'number' && right.type === 'integer') merged.type = 'integer';
  if (left.type === 'integer' && right.type === 'number') merged.type = 'integer';
  return merged;
}

/** Where a flattened schema keeps what its parts say with `if`: no word of JSON Schema. */
const CONDITIONS = '\u0000if';
const CONDITIONAL = ['if', 'then', 'else'];

/** What a flattened schema says with `if`, `then` and `else`, each time that it does. */
export function conditionsOf(schema: JsonObject): JsonObject[] {
  const kept = schema[CONDITIONS];
  if (Array.isArray(kept)) return kept.filter(isJsonObject);
  if (schema.if === undefined) return [];
  return [pick(schema, CONDITIONAL)];
}

function pick(schema: JsonObject, words: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(schema).filter(([word]) => words.includes(word)));
}

/** A flattened schema without them. */
export function withoutConditions(schema: JsonObject): JsonObject {
  const { if: _, then: __, else: ___, [CONDITIONS]: ____, ...rest } = schema;
  return rest;
}

function mergeProperties(key: string, left: JsonObject, right: JsonObject): JsonObject {
  const merged: JsonObject = { ...left, ...right };
  if (key !== 'properties') return merged;
  for (const [name, schema] of Object.entries(left)) {
    const other = Object.hasOwn(right, name) ? right[name] : undefined;
    if (isJsonObject(schema) && isJsonObject(other)) merged[name] = { allOf: [schema, other] };
  }
  return merged;
}

function bound(
  merged: JsonObject,
  key: string,
  left: JsonValue | undefined,
  right: JsonValue | undefined,
  stricter: (left: number, right: number) => number,
): void {
  if (typeof left === 'number' && typeof right === 'number') merged[key] = stricter(left, right);
}

/**
 * RFC 6901, within the schema itself: `#`, `#/$defs/person`.
 *
 * @throws OfoxError of kind `invalid_request` for a reference that leads nowhere.
 */
export function findReference(reference: string, root: JsonObject, param: string): JsonValue {
  let found: JsonValue | undefined = reference.startsWith('#') ? root : undefined;
  for (const step of reference.slice(1).split('/').slice(1)) {
    const key = decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~');
    if (Array.isArray(found)) found = found[Number(key)];
    else found = isJsonObject(found) && Object.hasOwn(found, key) ? found[key] : undefined;
  }
  if (found === undefined) {
    throw invalidRequest(
      param,
      `${param} refers to ${JSON.stringify(reference)}, which is not in it.`,
    );
  }
  return found;
}

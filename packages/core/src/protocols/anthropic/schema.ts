import { isJsonObject, type JsonObject, type JsonValue, setField } from '../../json.ts';
import { type Encoding, warn } from './encoding.ts';

/** Keywords that the API refuses where it enforces a schema (its guide to structured outputs). */
const REFUSED = new Set([
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'multipleOf',
  'minLength',
  'maxLength',
  'maxItems',
  'uniqueItems',
  'minProperties',
  'maxProperties',
  'contains',
  'minContains',
  'maxContains',
  'patternProperties',
  'propertyNames',
  'unevaluatedProperties',
  'if',
  'then',
  'else',
  'not',
  // Gemini's own.
  'propertyOrdering',
]);

/** Keywords whose value holds schemas by name. */
const MAPS = new Set(['properties', '$defs', 'definitions']);
const LISTS = new Set(['anyOf', 'allOf', 'oneOf', 'prefixItems']);

/**
 * The schema as the API enforces it: objects are closed, and constraints that it refuses move into
 * the description, where the model reads them. One warning names what was moved.
 */
export function reduceSchema(schema: JsonObject, path: string, encoding: Encoding): JsonObject {
  const moved = new Set<string>();
  const reduced = reduce(schema, moved);
  if (moved.size > 0) {
    const message = `Not enforced, but told to the model: ${[...moved].join(', ')}.`;
    warn(encoding, 'schema_reduced', path, message);
  }
  return reduced;
}

function reduce(schema: JsonObject, moved: Set<string>): JsonObject {
  const reduced: JsonObject = {};
  const told: string[] = [];
  for (const key of Object.keys(schema)) {
    const value = schema[key] as JsonValue;
    if (REFUSED.has(key) || (key === 'minItems' && value !== 0 && value !== 1)) {
      moved.add(key);
      told.push(`${key}: ${JSON.stringify(value)}`);
    } else {
      setField(reduced, key, reduceValue(key, value, moved));
    }
  }
  if (told.length > 0) {
    const description = typeof schema.description === 'string' ? `${schema.description} ` : '';
    reduced.description = `${description}(${told.join(', ')})`;
  }
  if (schema.type === 'object' && schema.additionalProperties !== false) {
    if (schema.additionalProperties !== undefined) moved.add('additionalProperties');
    reduced.additionalProperties = false;
  }
  return reduced;
}

function reduceValue(key: string, value: JsonValue, moved: Set<string>): JsonValue {
  if (MAPS.has(key) && isJsonObject(value)) {
    const map: JsonObject = {};
    for (const name of Object.keys(value)) {
      setField(map, name, reduceAny(value[name] as JsonValue, moved));
    }
    return map;
  }
  if (LISTS.has(key) && Array.isArray(value)) return value.map((item) => reduceAny(item, moved));
  return key === 'items' ? reduceAny(value, moved) : value;
}

function reduceAny(value: JsonValue, moved: Set<string>): JsonValue {
  return isJsonObject(value) ? reduce(value, moved) : value;
}

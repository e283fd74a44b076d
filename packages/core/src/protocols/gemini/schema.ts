import { invalid } from '../../error.ts';
import { wrongType } from '../../fields.ts';
import { isJsonObject, type JsonObject, type JsonValue, setField } from '../../json.ts';

const MAX_DEPTH = 100;

/** Keywords of the protocol's own schema in the other spelling that protocol buffers take. */
const SPELLINGS: Record<string, string> = {
  any_of: 'anyOf',
  min_items: 'minItems',
  max_items: 'maxItems',
  min_length: 'minLength',
  max_length: 'maxLength',
  min_properties: 'minProperties',
  max_properties: 'maxProperties',
  property_ordering: 'propertyOrdering',
};

/** 64-bit counts, which protocol buffers write as strings. */
const COUNTS = new Set([
  'minItems',
  'maxItems',
  'minLength',
  'maxLength',
  'minProperties',
  'maxProperties',
]);

/** What every Gemini model takes in a `Schema`; all else goes into a JSON Schema. */
const PLAIN_KEYWORDS = new Set([
  'type',
  'description',
  'enum',
  'format',
  'properties',
  'required',
  'items',
  'minItems',
  'maxItems',
  'minimum',
  'maximum',
  'propertyOrdering',
]);
const PLAIN_TYPES = new Set(['string', 'number', 'integer', 'boolean', 'array', 'object']);
const PLAIN_FORMATS = new Set(['enum', 'date-time', 'int32', 'int64', 'float', 'double']);

/**
 * Reads a `Schema`, the protocol's own subset of OpenAPI (ai.google.dev/api/caching#Schema), as JSON
 * Schema: types in lower case, `nullable` as a type of its own, counts as numbers. Names of
 * properties stay as they are.
 */
export function readSchema(value: JsonValue, path: string, depth = 0): JsonObject {
  if (!isJsonObject(value)) throw wrongType(path, 'an object', value);
  if (depth > MAX_DEPTH) {
    throw invalid(path, `${path} is nested more than ${MAX_DEPTH} levels deep.`);
  }
  const schema: JsonObject = {};
  for (const key of Object.keys(value)) {
    const name = Object.hasOwn(SPELLINGS, key) ? (SPELLINGS[key] as string) : key;
    const read = readKeyword(name, value[key] as JsonValue, `${path}.${name}`, depth + 1);
    if (read !== undefined) setField(schema, name, read);
  }
  return value.nullable === true ? nullable(schema) : schema;
}

function readKeyword(
  name: string,
  value: JsonValue,
  path: string,
  depth: number,
): JsonValue | undefined {
  switch (name) {
    case 'type':
      if (value === 'TYPE_UNSPECIFIED') return undefined;
      return typeof value === 'string' ? value.toLowerCase() : value;
    case 'nullable':
      return undefined;
    case 'items':
      return readSchema(value, path, depth);
    case 'properties': {
      if (!isJsonObject(value)) throw wrongType(path, 'an object', value);
      const properties: JsonObject = {};
      for (const key of Object.keys(value)) {
        setField(properties, key, readSchema(value[key] as JsonValue, `${path}.${key}`, depth));
      }
      return properties;
    }
    case 'anyOf':
      if (!Array.isArray(value)) throw wrongType(path, 'an array', value);
      return value.map((item, at) => readSchema(item, `${path}[${at}]`, depth));
    default:
      return COUNTS.has(name) && typeof value === 'string' && /^\d{1,15}$/.test(value)
        ? Number(value)
        : value;
  }
}

function nullable(schema: JsonObject): JsonObject {
  if (typeof schema.type === 'string') schema.type = [schema.type, 'null'];
  else if (Array.isArray(schema.anyOf)) schema.anyOf = [...schema.anyOf, { type: 'null' }];
  if (Array.isArray(schema.enum)) schema.enum = [...schema.enum, null];
  return schema;
}

/**
 * Writes a JSON Schema under the name that can hold it: as the protocol's own `Schema` when it keeps
 * to what every model takes, else whole as JSON Schema. Nothing has to be left out but `$schema`,
 * which says nothing of the data.
 *
 * @param plain the field for a `Schema`.
 * @param whole the field for a JSON Schema.
 */
export function writeSchema(schema: JsonObject, plain: string, whole: string): JsonObject {
  const { $schema: _, ...rest } = schema;
  return { [isPlain(rest, 0) ? plain : whole]: rest };
}

function isPlain(schema: JsonValue | undefined, depth: number): boolean {
  if (!isJsonObject(schema) || depth > MAX_DEPTH) return false;
  const { type, format, properties, items } = schema;
  if (typeof type !== 'string' || !PLAIN_TYPES.has(type)) return false;
  if (format !== undefined && !PLAIN_FORMATS.has(format as string)) return false;
  if (schema.enum !== undefined && !isEnumOfStrings(type, schema.enum)) return false;
  // Google refuses objects without properties and arrays of nothing in particular.
  if ((type === 'object') !== (properties !== undefined)) return false;
  if ((type === 'array') !== (items !== undefined)) return false;
  if (!Object.keys(schema).every((key) => PLAIN_KEYWORDS.has(key))) return false;
  if (type === 'array') return isPlain(items, depth + 1);
  if (type !== 'object') return true;
  if (!isJsonObject(properties) || Object.keys(properties).length === 0) return false;
  return Object.values(properties).every((property) => isPlain(property, depth + 1));
}

function isEnumOfStrings(type: string, words: JsonValue): boolean {
  if (type !== 'string' || !Array.isArray(words)) return false;
  return words.every((word) => typeof word === 'string' && word !== '');
}

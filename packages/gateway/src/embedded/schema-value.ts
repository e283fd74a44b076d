import { isJsonObject, type JsonObject, type JsonValue, OfoxError } from '@ofoxai/core';
import { fieldKey, type Hints, mentions } from './hints.ts';
import { invalidRequest } from './refusal.ts';
import { accepts } from './schema-check.ts';
import { conditionsOf, flattenSchema, mergeSchemas, withoutConditions } from './schema-flatten.ts';
import { numberForSchema } from './schema-number.ts';
import { type StringPlace, stringForSchema } from './schema-string.ts';
import { isRestricting, variantsOf } from './schema-variants.ts';
import { isNested, requiredNames, typeOf } from './schema-words.ts';
import { takesFormula } from './string-hints.ts';

export interface SchemaValueOptions {
  /** Where the schema is in the request, for errors. */
  param: string;
  hints: Hints;
  /** Whether fields that need not be there are filled all the same, or only when they are named. */
  optional: 'all' | 'named';
  /** What the model would have said in words, for fields that ask for it. */
  answer?: string;
}

/** Deeper than this, what need not be there is left out. */
const SHALLOW = 6;
/** After so many values, what need not be there is left out. */
const PLENTY = 2000;
const TOO_MANY = 20_000;
const TOO_DEEP = 200;

/**
 * Makes a value that a JSON Schema accepts, out of what the message holds where names and types
 * match, and of plain samples otherwise.
 *
 * Obeyed are type, properties, required, dependentRequired, additionalProperties, enum, const,
 * the bounds of strings, numbers, arrays and objects, format, pattern (simple ones), prefixItems,
 * contains, uniqueItems, propertyNames, `$ref`, allOf, anyOf (the first that fits), and, as far as
 * trying some values leads to one that the schema accepts, oneOf, not and if.
 *
 * @throws OfoxError of kind `invalid_request` for a schema that refers to nothing or has no end, or
 * for which none of the values tried will do.
 */
export function valueForSchema(schema: JsonObject, options: SchemaValueOptions): JsonValue {
  return new ValueMaker(schema, options).make(schema, { name: '', index: 0, depth: 0 });
}

interface Place {
  name: string;
  index: number;
  depth: number;
}

class ValueMaker {
  readonly #root: JsonObject;
  readonly #options: SchemaValueOptions;
  /** Numbers of the message that no field has yet. */
  readonly #numbers: number[];
  /** Values made so far, by all that make parts of one value. */
  readonly #budget: { made: number };

  constructor(
    root: JsonObject,
    options: SchemaValueOptions,
    numbers: readonly number[] = options.hints.numbers,
    budget = { made: 0 },
  ) {
    this.#root = root;
    this.#options = options;
    this.#numbers = [...numbers];
    this.#budget = budget;
  }

  make(schema: JsonValue | undefined, place: Place): JsonValue {
    if (++this.#budget.made > TOO_MANY || place.depth > TOO_DEEP) {
      const { param } = this.#options;
      throw invalidRequest(param, `${param} asks for a value without an end.`);
    }
    const flat = flattenSchema(schema, this.#root, this.#options.param);
    return isRestricting(flat) ? this.#restricted(flat, place) : this.#plain(flat, place);
  }

  /** Tries one value after the other until the schema accepts one. */
  #restricted(schema: JsonObject, place: Place): JsonValue {
    const { param } = this.#options;
    const told = { ...withoutConditions(schema), allOf: conditionsOf(schema) };
    for (const { schema: variant, shift, isBare } of variantsOf(schema)) {
      const value = this.#try(variant, { ...place, index: place.index + shift }, isBare);
      if (value !== undefined && accepts(told, value, this.#root, param)) return value;
    }
    const message = `The offline model finds no value that the not, if or oneOf of ${param} accepts.`;
    throw invalidRequest(param, message);
  }

  /** The value of one variant; nothing when a schema within it has none. */
  #try(schema: JsonObject, place: Place, isBare: boolean): JsonValue | undefined {
    const options = isBare ? { ...this.#options, optional: 'named' as const } : this.#options;
    const maker = new ValueMaker(this.#root, options, this.#numbers, this.#budget);
    try {
      return maker.make(schema, { ...place, depth: place.depth + 1 });
    } catch (error) {
      if (OfoxError.is(error)) return undefined;
      throw error;
    }
  }

  #plain(schema: JsonObject, place: Place): JsonValue {
    const flat = this.#choose(schema, place);
    if (isRestricting(flat)) return this.#restricted(flat, place);
    if (flat.const !== undefined) return flat.const;
    if (Array.isArray(flat.enum) && flat.enum.length > 0) {
      return this.#oneOf(flat.enum, place);
    }
    if (flat.default !== undefined && !this.#isNamed(place.name, flat)) return flat.default;
    switch (typeOf(flat)) {
      case 'object':
        return this.#object(flat, place);
      case 'array':
        return this.#array(flat, place);
      case 'integer':
        return this.#number(flat, true, place);
      case 'number':
        return this.#number(flat, false, place);
      case 'boolean':
        return !/^(?:false|no|off|0)$/i.test(this.#pair(place.name) ?? '');
      case 'null':
        return null;
      default:
        return stringForSchema(flat, this.#options.hints, this.#stringPlace(place));
    }
  }

  /** Takes one of `anyOf`: one that the message names, else the first that is not null. */
  #choose(schema: JsonObject, place: Place): JsonObject {
    const { anyOf, ...base } = schema;
    const alternatives = (Array.isArray(anyOf) ? anyOf : []).map((alternative) =>
      flattenSchema(alternative, this.#root, this.#options.param),
    );
    if (alternatives.length === 0) return base;
    const some = alternatives.filter((alternative) => typeOf(alternative) !== 'null');
    const plain = alternatives.find((alternative) => !isNested(alternative));
    const chosen =
      place.depth > SHALLOW && plain
        ? plain
        : (some.find((alternative) => this.#isMentioned(alternative)) ??
          some[0] ??
          alternatives[0]);
    return this.#choose(mergeSchemas(base, chosen ?? {}), { ...place, depth: place.depth + 1 });
  }

  /** Whether the message has a word of the alternative's constants, as its kind often is one. */
  #isMentioned(schema: JsonObject): boolean {
    const properties = isJsonObject(schema.properties) ? schema.properties : {};
    return Object.values(properties).some(
      (property) =>
        isJsonObject(property) &&
        [property.const, ...(Array.isArray(property.enum) ? property.enum : [])].some(
          (value) => typeof value === 'string' && mentions(this.#options.hints, value),
        ),
    );
  }

  #oneOf(values: JsonValue[], { name, index }: Place): JsonValue {
    const pair = this.#pair(name);
    const named = values.filter((value) => String(value) === pair);
    const { hints } = this.#options;
    const mentioned = values.filter((value) => typeof value === 'string' && mentions(hints, value));
    const ordered = [...new Set([...named, ...mentioned, ...values])];
    return ordered[index % ordered.length] ?? null;
  }

  #number(schema: JsonObject, integer: boolean, { name, index }: Place): number {
    const pair = Number.parseFloat(this.#pair(name) ?? '');
    const { sum } = this.#options.hints;
    const asksForSum = sum && /^(?:answer|result|value|sum|total|product)$/.test(fieldKey(name));
    const wanted = [...(asksForSum ? [sum.value] : []), pair, ...this.#numbers];
    const value = numberForSchema(schema, integer, wanted.filter(Number.isFinite), index);
    const used = this.#numbers.indexOf(value);
    if (used >= 0) this.#numbers.splice(used, 1);
    return value;
  }

  #array(schema: JsonObject, place: Place): JsonValue[] {
    const { items, prefixItems, minItems, maxItems, uniqueItems, contains } = schema;
    const first = Array.isArray(prefixItems) ? prefixItems : Array.isArray(items) ? items : [];
    const rest = Array.isArray(items) ? schema.additionalItems : items;
    const least = typeof minItems === 'number' ? minItems : contains === undefined ? 0 : 1;
    const most = typeof maxItems === 'number' ? maxItems : Number.POSITIVE_INFINITY;
    const usual = rest === false ? 0 : this.#usualLength(rest, place);
    const length = Math.min(Math.max(first.length, usual, least), Math.max(most, least));
    const values: JsonValue[] = [];
    const seen = new Set<string>();
    for (let index = 0; index < length; index++) {
      const own = first[index] ?? rest;
      const item = contains !== undefined && index === 0 ? { allOf: [own ?? {}, contains] } : own;
      const value = this.make(item, { name: place.name, index, depth: place.depth + 1 });
      if (uniqueItems === true && seen.has(JSON.stringify(value))) continue;
      seen.add(JSON.stringify(value));
      values.push(value);
    }
    return values;
  }

  #usualLength(items: JsonValue | undefined, { name, depth }: Place): number {
    if (depth > SHALLOW || this.#budget.made > PLENTY) return 0;
    const flat = flattenSchema(items, this.#root, this.#options.param);
    const { subjects, numbers } = this.#options.hints;
    if (Array.isArray(flat.enum)) {
      const mentioned = flat.enum.filter((value) => mentions(this.#options.hints, String(value)));
      return Math.max(1, mentioned.length);
    }
    if (typeOf(flat) === 'number' || typeOf(flat) === 'integer')
      return Math.max(2, Math.min(numbers.length, 100));
    if (typeOf(flat) !== 'string') return 2;
    return this.#pair(name) !== undefined ? 1 : Math.max(2, subjects.length);
  }

  #object(schema: JsonObject, place: Place): JsonObject {
    const properties = isJsonObject(schema.properties) ? schema.properties : {};
    const required = requiredNames(schema);
    const least = typeof schema.minProperties === 'number' ? schema.minProperties : 0;
    const most = typeof schema.maxProperties === 'number' ? schema.maxProperties : Infinity;
    const chosen = new Set(required);
    for (const [name, property] of Object.entries(properties)) {
      if (chosen.size >= most) break;
      if (!accepts(schema.propertyNames, name, this.#root, this.#options.param)) continue;
      if (chosen.size < least || this.#wantsOptional(name, property, place)) chosen.add(name);
    }
    const extra = schema.additionalProperties;
    const { propertyNames } = schema;
    for (let count = 1; extra !== false && chosen.size < least && count <= 2 * least; count++) {
      const key = { name: 'key', index: place.index + count - 1, depth: place.depth + 1 };
      chosen.add(
        propertyNames === undefined ? `extra${count}` : String(this.make(propertyNames, key)),
      );
    }
    if (propertyNames !== undefined && chosen.size < least) {
      const { param } = this.#options;
      const message = `The offline model finds no more names that the propertyNames of ${param} accepts.`;
      throw invalidRequest(param, message);
    }
    const names = [...Object.keys(properties).filter((name) => chosen.has(name)), ...chosen];
    return Object.fromEntries(
      [...new Set(names)].map((name) => [
        name,
        this.make(Object.hasOwn(properties, name) ? properties[name] : extra, {
          name,
          index: place.index,
          depth: place.depth + 1,
        }),
      ]),
    );
  }

  #wantsOptional(name: string, property: JsonValue, { depth }: Place): boolean {
    if (property === false || depth > SHALLOW || this.#budget.made > PLENTY) return false;
    if (this.#options.optional === 'all') return true;
    return this.#isNamed(name, flattenSchema(property, this.#root, this.#options.param));
  }

  /** Whether the message speaks of this field: by a pair, a sum, one of its values, or its format. */
  #isNamed(name: string, schema: JsonObject): boolean {
    const { emails, sum, urls } = this.#options.hints;
    if (this.#pair(name) !== undefined) return true;
    if (sum && takesFormula(name)) return true;
    if (Array.isArray(schema.enum)) {
      return schema.enum.some(
        (value) => typeof value === 'string' && mentions(this.#options.hints, value),
      );
    }
    if (/email/i.test(name)) return emails.length > 0;
    return /ur[li]$/i.test(name) && urls.length > 0;
  }

  #pair(name: string): string | undefined {
    return this.#options.hints.pairs.get(fieldKey(name));
  }

  #stringPlace({ name, index }: Place): StringPlace {
    const { answer } = this.#options;
    return { name, index, ...(answer === undefined ? {} : { answer }) };
  }
}

import { invalid } from './error.ts';
import { isJsonObject, type JsonObject, type JsonValue, setField } from './json.ts';
import { isNearWord } from './near-word.ts';

export interface NumberBounds {
  min?: number;
  max?: number;
  integer?: boolean;
}

/**
 * Reads an object of a request field by field, strictly: a field of the wrong type is an
 * `invalid_request` error that names it by path. `null` counts as absent, as every provider takes
 * it so. What nobody asked for is kept for {@link Fields.rest}.
 */
export class Fields {
  readonly path: string;
  readonly #object: JsonObject;
  readonly #otherSpelling: ((name: string) => string) | undefined;
  /** Keys of the object that were asked for: few, so that lists are faster than a map. */
  readonly #keys: string[] = [];
  /** At the same places, the names by which they were. */
  readonly #names: string[] = [];
  /** Names for which the object has nothing. */
  readonly #missed: string[] = [];
  #left: Map<string, JsonObject> | undefined;

  /**
   * @param path where the object is in the request; empty for the request itself.
   * @param otherSpelling for wires that take each name in two spellings (protocol buffers):
   * the second one, which counts where the first is absent. Nested {@link fields} inherit it.
   */
  constructor(value: unknown, path = '', otherSpelling?: (name: string) => string) {
    if (!isJsonObject(value)) throw wrongType(path || 'body', 'an object', value);
    this.#object = value;
    this.path = path;
    this.#otherSpelling = otherSpelling;
  }

  /** The field's path in the request, for error messages. */
  at(name: string): string {
    return this.path === '' ? name : `${this.path}.${name}`;
  }

  /** The field as it came; `undefined` when absent or null. */
  any(name: string): JsonValue | undefined {
    const key = this.#keyOf(name);
    const value = Object.hasOwn(this.#object, key) ? this.#object[key] : undefined;
    if (value === undefined) {
      this.#missed.push(name);
      return undefined;
    }
    this.#keys.push(key);
    this.#names.push(name);
    return value ?? undefined;
  }

  #keyOf(name: string): string {
    if (!this.#otherSpelling || Object.hasOwn(this.#object, name)) return name;
    const other = this.#otherSpelling(name);
    return Object.hasOwn(this.#object, other) ? other : name;
  }

  string(name: string): string | undefined {
    const value = this.any(name);
    if (value !== undefined && typeof value !== 'string') {
      throw wrongType(this.at(name), 'a string', value);
    }
    return value;
  }

  boolean(name: string): boolean | undefined {
    const value = this.any(name);
    if (value !== undefined && typeof value !== 'boolean') {
      throw wrongType(this.at(name), 'a boolean', value);
    }
    return value;
  }

  number(name: string, bounds: NumberBounds = {}): number | undefined {
    const value = this.any(name);
    if (value === undefined) return undefined;
    if (typeof value !== 'number' || !Number.isFinite(value)) {
      throw wrongType(this.at(name), 'a number', value);
    }
    const { min, max, integer } = bounds;
    if (integer && !Number.isSafeInteger(value)) {
      throw invalid(this.at(name), `${this.at(name)} must be a whole number, not ${value}.`);
    }
    if ((min !== undefined && value < min) || (max !== undefined && value > max)) {
      const range =
        max === undefined
          ? `at least ${min}`
          : min === undefined
            ? `at most ${max}`
            : `between ${min} and ${max}`;
      throw invalid(this.at(name), `${this.at(name)} must be ${range}, not ${value}.`);
    }
    return value;
  }

  oneOf<const T extends string>(name: string, words: readonly T[]): T | undefined {
    const value = this.string(name);
    if (value !== undefined && !(words as readonly string[]).includes(value)) {
      throw invalid(
        this.at(name),
        `${this.at(name)} must be one of ${words.join(', ')}, not ${quote(value)}.`,
      );
    }
    return value as T | undefined;
  }

  object(name: string): JsonObject | undefined {
    const value = this.any(name);
    if (value !== undefined && !isJsonObject(value)) {
      throw wrongType(this.at(name), 'an object', value);
    }
    return value;
  }

  /** A nested object, to be read in the same way. */
  fields(name: string): Fields | undefined {
    const value = this.object(name);
    return value === undefined ? undefined : new Fields(value, this.at(name), this.#otherSpelling);
  }

  array(name: string): JsonValue[] | undefined {
    const value = this.any(name);
    if (value !== undefined && !Array.isArray(value)) {
      throw wrongType(this.at(name), 'an array', value);
    }
    return value;
  }

  /** An array each of whose items is read by `read`, which gets the item and its path. */
  list<T>(name: string, read: (item: JsonValue, path: string) => T): T[] | undefined {
    const path = this.at(name);
    return this.array(name)?.map((item, index) => read(item, `${path}[${index}]`));
  }

  strings(name: string): string[] | undefined {
    return this.list(name, (item, path) => {
      if (typeof item !== 'string') throw wrongType(path, 'a string', item);
      return item;
    });
  }

  /** The value of a field that must be there. */
  required<T>(name: string, value: T | undefined): T {
    if (value === undefined) throw invalid(this.at(name), `${this.at(name)} is required.`);
    return value;
  }

  /** Says that of a nested object only this was not understood: {@link rest} tells it. */
  leave(name: string, rest: JsonObject | undefined): void {
    if (!rest) return;
    this.#left ??= new Map();
    this.#left.set(name, rest);
  }

  /** The fields that nobody asked for, as they came; `undefined` when there are none. */
  rest(): JsonObject | undefined {
    let rest: JsonObject | undefined;
    for (const key of Object.keys(this.#object)) {
      if (this.#object[key] === undefined) continue;
      const name = this.#names[this.#keys.lastIndexOf(key)];
      const value = name === undefined ? this.#object[key] : this.#left?.get(name);
      if (value === undefined) continue;
      rest ??= {};
      setField(rest, name ?? key, value);
    }
    return rest;
  }

  /** Throws when there are fields that nobody asked for, and tells which one may be meant. */
  end(): void {
    const unknown = Object.keys(this.rest() ?? {})[0];
    if (unknown === undefined) return;
    const meant = [...this.#names, ...this.#missed].find((name) => isNearWord(name, unknown));
    const hint = meant === undefined ? '' : ` Did you mean ${meant}?`;
    throw invalid(this.at(unknown), `${this.at(unknown)} is not a known option.${hint}`);
  }
}

/** The error for a value of the wrong type; the value itself is not told, as it may be secret. */
export function wrongType(path: string, wanted: string, value: unknown): Error {
  return invalid(path, `${path} must be ${wanted}, not ${typeName(value)}.`);
}

function typeName(value: unknown): string {
  if (value === null) return 'null';
  if (value === undefined) return 'absent';
  if (Array.isArray(value)) return 'an array';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

function quote(value: string): string {
  return JSON.stringify(value.length > 60 ? `${value.slice(0, 57)}...` : value);
}

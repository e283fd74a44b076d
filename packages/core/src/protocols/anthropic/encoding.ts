import { isJsonObject, type JsonObject, setField } from '../../json.ts';
import type { Extra } from '../../protocol-name.ts';
import type { Warning, WarningCode } from '../../warning.ts';
import type { ModelTraits } from './model-traits.ts';

/** The writing of one request: what its model takes, and what could not be said. */
export interface Encoding {
  readonly traits: ModelTraits;
  readonly warnings: Warning[];
}

export function warn(encoding: Encoding, code: WarningCode, path: string, message: string): void {
  encoding.warnings.push({ code, path, message });
}

/** Reports a field that this wire has no word for, when the request sets it. */
export function drop(encoding: Encoding, path: string, value: unknown): void {
  if (value === undefined) return;
  const name = path.slice(path.lastIndexOf('.') + 1);
  warn(encoding, 'dropped', path, `The anthropic protocol has no word for ${name}.`);
}

/** `rest` as this wire's `extra`, to be spread into what carries it. */
export function extraOf(rest: JsonObject | undefined): { extra?: Extra } {
  return rest ? { extra: { anthropic: rest } } : {};
}

/**
 * Writes this wire's own words back. What the object already says stays; objects of which only a
 * part was understood are joined with that part.
 */
export function writeExtra(extra: Extra | undefined, object: JsonObject): void {
  if (extra?.anthropic) join(extra.anthropic, object);
}

function join(rest: JsonObject, object: JsonObject): void {
  for (const key of Object.keys(rest)) {
    const value = rest[key];
    if (value === undefined) continue;
    const written = Object.hasOwn(object, key) ? object[key] : undefined;
    if (written === undefined) {
      setField(object, key, value);
    } else if (isJsonObject(written) && isJsonObject(value)) {
      const joined = { ...written };
      join(value, joined);
      setField(object, key, joined);
    }
  }
}

import { isJsonObject, type JsonObject, setField } from '../../json.ts';
import type { Extra } from '../../protocol-name.ts';
import type { Warning, WarningCode } from '../../warning.ts';

/** The writing of one request: what the receiver understands, and what could not be said. */
export interface Encoding {
  readonly extensions: boolean;
  /** Whether thoughts and their signatures of other makers' models may be sent along. */
  readonly takesThoughts: boolean;
  readonly warnings: Warning[];
}

export function warn(encoding: Encoding, code: WarningCode, path: string, message: string): void {
  encoding.warnings.push({ code, path, message });
}

/** `rest` as this wire's `extra`, to be spread into what carries it. */
export function extraOf(rest: JsonObject | undefined): { extra?: Extra } {
  return rest ? { extra: { openai: rest } } : {};
}

/**
 * Writes this wire's own words back. What the object already says stays; objects of which only a
 * part was understood are joined with that part.
 */
export function writeExtra(extra: Extra | undefined, object: JsonObject): void {
  if (extra?.openai) join(extra.openai, object);
}

function join(rest: JsonObject, object: JsonObject): void {
  for (const key of Object.keys(rest)) {
    const value = rest[key];
    if (value === undefined) continue;
    const written = Object.hasOwn(object, key) ? object[key] : undefined;
    if (written === undefined) setField(object, key, value);
    else if (isJsonObject(written) && isJsonObject(value)) {
      const joined = { ...written };
      join(value, joined);
      setField(object, key, joined);
    }
  }
}

import type { Fields } from '../../fields.ts';
import { wrongType } from '../../fields.ts';
import { gather } from '../../gather.ts';
import type { JsonObject, JsonValue } from '../../json.ts';
import { isJsonObject } from '../../json.ts';
import type { TextPart } from '../../part.ts';
import { drop, type Encoding } from './encoding.ts';
import { onlyText, partObject, saysNothing } from './parts.ts';
import { structure, writeRest } from './structure.ts';

/** Reads `systemInstruction`: a text, a list of parts or a content, of text alone. */
export function readSystem(body: Fields): TextPart[] {
  const value = body.any('systemInstruction');
  if (value === undefined) return [];
  const path = body.at('systemInstruction');
  if (typeof value === 'string') return [{ type: 'text', text: value }];
  if (Array.isArray(value)) return value.map((item, at) => readPart(item, `${path}[${at}]`));
  if (!isJsonObject(value)) throw wrongType(path, 'a content, a list of parts or a string', value);
  const content = structure(value, path);
  content.string('role');
  const parts = content.list('parts', readPart) ?? [];
  body.leave('systemInstruction', content.rest());
  return parts;
}

/** Writes the system's texts as a content, or nothing when there are none. */
export function writeSystem(system: readonly TextPart[], encoding: Encoding): JsonObject {
  const parts = gather(system, (part, at) => {
    drop(encoding, `system[${at}].cache`, part.cache);
    return saysNothing(part) ? [] : [writeRest({ text: part.text }, part.extra?.gemini)];
  });
  return parts.length > 0 ? { systemInstruction: { parts } } : {};
}

function readPart(item: JsonValue, path: string): TextPart {
  return onlyText(structure(partObject(item), path));
}

import { Fields, wrongType } from '../../fields.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../json.ts';
import type { TextPart } from '../../part.ts';
import { readCacheMarker, writeCacheMarker } from './cache-marker.ts';
import { readCitation } from './citations.ts';
import { type Encoding, extraOf, warn, writeExtra } from './encoding.ts';

/** Reads a `text` block of a request. */
export function readText(value: JsonValue, path: string): TextPart {
  const fields = new Fields(value, path);
  fields.required('type', fields.oneOf('type', ['text']));
  const text = fields.required('text', fields.string('text'));
  const citations = fields.list('citations', (item, at) => {
    if (!isJsonObject(item)) throw wrongType(at, 'an object', item);
    return readCitation(item);
  });
  return {
    type: 'text',
    text,
    ...(citations && citations.length > 0 ? { citations } : {}),
    ...readCacheMarker(fields),
    ...extraOf(fields.rest()),
  };
}

/** Reads content that may be a plain string or `text` blocks; an empty string is no content. */
export function readTexts(fields: Fields, name: string): TextPart[] {
  const content = fields.any(name);
  if (content === undefined || content === '') return [];
  if (typeof content === 'string') return [{ type: 'text', text: content }];
  if (!Array.isArray(content)) {
    throw wrongType(fields.at(name), 'a string or an array of blocks', content);
  }
  return content.map((item, at) => readText(item, `${fields.at(name)}[${at}]`));
}

/**
 * Writes a `text` block of a request, or nothing for an empty text, which the API refuses and which
 * says nothing.
 */
export function writeText(part: TextPart, path: string, encoding: Encoding): JsonObject[] {
  dropSignature(part, path, encoding);
  if (part.text === '') {
    if (part.cache) {
      warn(encoding, 'dropped', `${path}.cache`, 'An empty text cannot be marked for the cache.');
    }
    return [];
  }
  const block: JsonObject = { type: 'text', text: part.text };
  const citations: JsonObject[] = [];
  part.citations?.forEach((citation, at) => {
    const own = citation.extra?.anthropic;
    if (own) citations.push(own);
    else {
      const message = 'The provider takes back only citations that it made itself.';
      warn(encoding, 'dropped', `${path}.citations[${at}]`, message);
    }
  });
  if (citations.length > 0) block.citations = citations;
  writeCacheMarker(part.cache, block);
  writeExtra(part.extra, block);
  return [block];
}

/** The blocks as a plain string where they are no more than that. */
export function contentOf(blocks: JsonObject[]): string | JsonObject[] {
  const [only, another] = blocks;
  if (only?.type !== 'text' || another || Object.keys(only).length !== 2) return blocks;
  return only.text as string;
}

/** Reports a signature on a part for which this wire has no field. */
export function dropSignature(
  part: { signature?: TextPart['signature'] },
  path: string,
  encoding: Encoding,
): void {
  if (!part.signature) return;
  const message = `A signature of the ${part.signature.by} protocol was left out.`;
  warn(encoding, 'reasoning_dropped', `${path}.signature`, message);
}

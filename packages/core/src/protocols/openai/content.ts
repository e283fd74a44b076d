import { invalid } from '../../error.ts';
import { Fields, wrongType } from '../../fields.ts';
import type { JsonObject, JsonValue } from '../../json.ts';
import type { MediaPart, OpaquePart, RefusalPart, TextPart } from '../../part.ts';
import { readCacheMarker, writeCacheMarker } from './cache-marker.ts';
import { readCitation, writeCitation } from './citations.ts';
import { type Encoding, extraOf, warn, writeExtra } from './encoding.ts';
import { readMedia, writeMedia } from './media.ts';
import { encodeThoughtSignature, readThoughtSignature } from './thought-signature.ts';

export type ContentPart = TextPart | RefusalPart | MediaPart | OpaquePart;

/** Reads `content`: a string, or parts. A part of an unknown type is kept whole. */
export function readContent(message: Fields): ContentPart[] | undefined {
  const value = message.any('content');
  if (value === undefined) return undefined;
  if (typeof value === 'string') return [{ type: 'text', text: value }];
  if (Array.isArray(value)) {
    const path = message.at('content');
    return value.map((item, at) => readPart(item, `${path}[${at}]`));
  }
  throw wrongType(message.at('content'), 'a string or an array', value);
}

/** Reads content that may be text only, as that of instructions. */
export function readTextContent(message: Fields): TextPart[] | undefined {
  return readContent(message)?.map((part, at) => {
    if (part.type === 'text') return part;
    const path = `${message.at('content')}[${at}].type`;
    throw invalid(path, `${path} must be text here.`);
  });
}

function readPart(item: JsonValue, path: string): ContentPart {
  if (typeof item === 'string') return { type: 'text', text: item };
  const part = new Fields(item, path);
  const type = part.required('type', part.string('type'));
  if (type === 'text') return readText(part);
  if (type === 'refusal') {
    const text = part.required('refusal', part.string('refusal'));
    return { type: 'refusal', text, ...extraOf(part.rest()) };
  }
  return readMedia(type, part) ?? { type: 'opaque', by: 'openai', value: item as JsonObject };
}

function readText(part: Fields): TextPart {
  const text = part.required('text', part.string('text'));
  const citations = part
    .array('annotations')
    ?.map(readCitation)
    .filter((one) => one !== undefined);
  const { signature, rest } = readThoughtSignature(part.any('extra_content'));
  part.leave('extra_content', rest);
  return {
    type: 'text',
    text,
    ...(citations?.length ? { citations } : {}),
    ...(signature ? { signature } : {}),
    ...readCacheMarker(part),
    ...extraOf(part.rest()),
  };
}

/** Writes `content`: a string where one says it all, otherwise parts, of which there is at least one. */
export function writeContent(
  parts: readonly ContentPart[],
  encoding: Encoding,
  pathOf: (at: number) => string,
): JsonValue {
  const written: JsonObject[] = [];
  parts.forEach((part, at) => {
    const one = writePart(part, encoding, pathOf(at));
    if (one) written.push(one);
  });
  const [only] = written;
  if (!only) return '';
  if (written.length === 1 && only.type === 'text' && Object.keys(only).length === 2) {
    return only.text ?? '';
  }
  return written;
}

function writePart(part: ContentPart, encoding: Encoding, path: string): JsonObject | undefined {
  switch (part.type) {
    case 'text':
      return writeText(part, encoding, path);
    case 'refusal': {
      const written: JsonObject = { type: 'refusal', refusal: part.text };
      writeExtra(part.extra, written);
      return written;
    }
    case 'media':
      return writeMedia(part, encoding, path);
    case 'opaque':
      return part.by === 'openai' ? part.value : undefined;
  }
}

function writeText(part: TextPart, encoding: Encoding, path: string): JsonObject {
  const written: JsonObject = { type: 'text', text: part.text };
  const citations = (encoding.extensions ? part.citations : undefined)?.map((citation) =>
    writeCitation(citation, { from: 0, to: 0 }),
  );
  const annotations = citations?.filter((one) => one !== undefined) ?? [];
  if (annotations.length > 0) written.annotations = annotations;
  if (annotations.length < (part.citations?.length ?? 0)) {
    const message = 'Citations of what has no address cannot be told on this wire.';
    warn(
      encoding,
      'dropped',
      `${path}.citations`,
      encoding.extensions ? message : 'This endpoint takes no citations.',
    );
  }
  writeCacheMarker(part.cache, written, encoding, `${path}.`);
  writeExtra(part.extra, written);
  encodeThoughtSignature(part.signature, written, encoding, path);
  return written;
}

import { invalid } from '../../error.ts';
import { Fields } from '../../fields.ts';
import type { JsonObject, JsonValue } from '../../json.ts';
import type { MediaPart, MediaSource, OpaquePart } from '../../part.ts';
import { readCacheMarker, writeCacheMarker } from './cache-marker.ts';
import { drop, type Encoding, extraOf, warn, writeExtra } from './encoding.ts';
import { dropSignature } from './text.ts';

const KINDS = ['image', 'document', 'audio', 'video'] as const;

/** The kind of medium that a block of this type holds; `audio` and `video` are our own additions. */
export function mediaKind(type: JsonValue | undefined): MediaPart['kind'] | undefined {
  return KINDS.find((kind) => kind === type);
}

/**
 * Reads an `image` or `document` block. One whose source has no counterpart (a document made of
 * blocks) is kept whole.
 */
export function readMedia(
  value: JsonObject,
  kind: MediaPart['kind'],
  path: string,
): MediaPart | OpaquePart {
  const fields = new Fields(value, path);
  fields.any('type');
  const from = fields.required('source', fields.fields('source'));
  const source = readSource(from);
  if (!source) return { type: 'opaque', by: 'anthropic', value };
  fields.leave('source', from.rest());
  const name = kind === 'document' ? fields.string('title') : undefined;
  return {
    type: 'media',
    kind,
    source,
    ...(name === undefined ? {} : { name }),
    ...readCacheMarker(fields),
    ...extraOf(fields.rest()),
  };
}

function readSource(fields: Fields): MediaSource | undefined {
  const text = (name: string) => fields.required(name, fields.string(name));
  switch (text('type')) {
    case 'base64':
      return { type: 'base64', mediaType: text('media_type'), data: text('data') };
    case 'url':
      return { type: 'url', url: text('url') };
    case 'file':
      return { type: 'file', id: text('file_id'), by: 'anthropic' };
    case 'text':
      return { type: 'text', text: text('data'), mediaType: text('media_type') };
    default:
      return undefined;
  }
}

/**
 * Writes an image or a document for an upstream.
 * @throws OfoxError of kind `invalid_request` for what this wire cannot show a model: sound, video,
 * files uploaded elsewhere, documents that are neither PDF nor text.
 */
export function writeMedia(part: MediaPart, path: string, encoding: Encoding): JsonObject {
  if (part.kind === 'audio' || part.kind === 'video') {
    throw invalid(path, `${path}: the anthropic protocol has no ${part.kind} in requests.`);
  }
  drop(encoding, `${path}.detail`, part.detail);
  dropSignature(part, path, encoding);
  const source =
    part.kind === 'document'
      ? documentSource(part.source, path, encoding)
      : mediaSource(part.source, path);
  const block: JsonObject = { type: part.kind, source };
  if (part.kind === 'document') {
    if (part.name !== undefined) block.title = part.name;
  } else {
    drop(encoding, `${path}.name`, part.name);
  }
  writeCacheMarker(part.cache, block);
  writeExtra(part.extra, block);
  return block;
}

function documentSource(source: MediaSource, path: string, encoding: Encoding): JsonObject {
  if (source.type === 'text') return textSource(source.text, source.mediaType, path, encoding);
  if (source.type !== 'base64' || source.mediaType === 'application/pdf') {
    return mediaSource(source, path);
  }
  const isText = /^text\/|[/+](?:json|xml|yaml)$/.test(source.mediaType);
  const text = isText ? decodeText(source.data) : undefined;
  if (text === undefined) {
    const message = `The anthropic protocol takes PDF and text as documents, not ${source.mediaType}.`;
    throw invalid(`${path}.source.mediaType`, message);
  }
  return textSource(text, source.mediaType, path, encoding);
}

function textSource(
  data: string,
  mediaType: string | undefined,
  path: string,
  encoding: Encoding,
): JsonObject {
  if (mediaType !== undefined && !mediaType.startsWith('text/plain')) {
    const message = `The ${mediaType} document was sent as plain text.`;
    warn(encoding, 'approximated', `${path}.source.mediaType`, message);
  }
  return { type: 'text', media_type: 'text/plain', data };
}

function mediaSource(source: MediaSource, path: string): JsonObject {
  if (source.type === 'file' && source.by !== 'anthropic') {
    const message = `The file was uploaded to a provider of the ${source.by} protocol, which no other one can read.`;
    throw invalid(`${path}.source`, message);
  }
  return writeSource(source);
}

/** Writes a source as it is, for a caller. */
export function writeSource(source: MediaSource): JsonObject {
  switch (source.type) {
    case 'base64':
      return { type: 'base64', media_type: source.mediaType, data: source.data };
    case 'url':
      return { type: 'url', url: source.url };
    case 'file':
      return { type: 'file', file_id: source.id };
    case 'text':
      return { type: 'text', media_type: source.mediaType ?? 'text/plain', data: source.text };
  }
}

/** @returns `undefined` when it is not base64 or not UTF-8. */
function decodeText(base64: string): string | undefined {
  try {
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

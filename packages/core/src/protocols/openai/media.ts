import { invalid } from '../../error.ts';
import type { Fields } from '../../fields.ts';
import type { JsonObject } from '../../json.ts';
import type { MediaPart, MediaSource } from '../../part.ts';
import { base64ToText, bytesToBase64 } from './base64.ts';
import { readCacheMarker, writeCacheMarker } from './cache-marker.ts';
import { readDataUri, writeDataUri } from './data-uri.ts';
import { type Encoding, extraOf, warn, writeExtra } from './encoding.ts';
import { encodeThoughtSignature, readThoughtSignature } from './thought-signature.ts';
import { audioFormat, audioType } from './words.ts';

const DETAILS = ['auto', 'low', 'high'] as const;

type MediaKind = MediaPart['kind'];

/** Reads a content part that is no text: `undefined` when its `type` is none of this wire's. */
export function readMedia(type: string, part: Fields): MediaPart | undefined {
  switch (type) {
    case 'image_url':
      return readImage(part);
    case 'input_audio':
      return readAudio(part);
    case 'file':
      return readFile(part);
    case 'video_url':
      return readAddress('video', 'video_url', part);
    case 'audio_url':
      return readAddress('audio', 'audio_url', part);
    default:
      return undefined;
  }
}

/**
 * Writes a media part as a content part.
 *
 * @param path the part's place in the neutral request, for errors and warnings.
 * @throws OfoxError of kind `invalid_request` when this wire has no form for it: the model would
 * answer without having seen it.
 */
export function writeMedia(part: MediaPart, encoding: Encoding, path: string): JsonObject {
  const written = writeSource(part, encoding, path);
  writeCacheMarker(part.cache, written, encoding, `${path}.`);
  if (part.detail && part.kind !== 'image') drop('detail');
  if (part.name !== undefined && part.kind !== 'document') drop('name');
  writeExtra(part.extra, written);
  encodeThoughtSignature(part.signature, written, encoding, path);
  return written;

  function drop(field: string): void {
    const message = `This protocol has no ${field} for ${part.kind} parts.`;
    warn(encoding, 'dropped', `${path}.${field}`, message);
  }
}

function writeSource(part: MediaPart, encoding: Encoding, path: string): JsonObject {
  const { source } = part;
  if (source.type === 'file') return writeFileId(part, source, path);
  switch (part.kind) {
    case 'image': {
      const url = addressOf(source);
      return { type: 'image_url', image_url: part.detail ? { url, detail: part.detail } : { url } };
    }
    case 'audio':
      if (source.type === 'base64') {
        const format = audioFormat(source.mediaType);
        return { type: 'input_audio', input_audio: { data: source.data, format } };
      }
      if (!encoding.extensions) throw unsayable(path, 'sounds by address');
      return { type: 'audio_url', audio_url: { url: addressOf(source) } };
    case 'video':
      if (!encoding.extensions) throw unsayable(path, 'videos');
      return { type: 'video_url', video_url: { url: addressOf(source) } };
    case 'document':
      return writeDocument(part, source, encoding, path);
  }
}

function writeDocument(
  part: MediaPart,
  source: Exclude<MediaSource, { type: 'file' }>,
  encoding: Encoding,
  path: string,
): JsonObject {
  const filename = part.name === undefined ? {} : { filename: part.name };
  if (encoding.extensions)
    return { type: 'file', file: { ...filename, file_data: addressOf(source) } };
  if (source.type === 'url') throw unsayable(path, 'documents by address');
  if (source.type === 'base64') {
    return {
      type: 'file',
      file: { filename: 'document', ...filename, file_data: addressOf(source) },
    };
  }
  warn(encoding, 'approximated', path, 'A document in plain text was written as a text part.');
  const title = part.name === undefined ? '' : `${part.name}\n\n`;
  return { type: 'text', text: title + source.text };
}

function writeFileId(
  part: MediaPart,
  source: Extract<MediaSource, { type: 'file' }>,
  path: string,
): JsonObject {
  if (source.by !== 'openai') {
    const message = `${path} is a file that was uploaded to ${source.by}; this model cannot read it.`;
    throw invalid(`${path}.source`, message);
  }
  const filename = part.name === undefined ? {} : { filename: part.name };
  return { type: 'file', file: { ...filename, file_id: source.id } };
}

/** The address of a source, its content as a `data:` URI where it has no other. */
export function addressOf(source: Exclude<MediaSource, { type: 'file' }>): string {
  if (source.type === 'url') return source.url;
  if (source.type === 'base64') return writeDataUri(source.mediaType, source.data);
  const bytes = new TextEncoder().encode(source.text);
  return writeDataUri(source.mediaType ?? 'text/plain', bytesToBase64(bytes));
}

/** Reads an address, whose content is within it if it is a `data:` URI. */
export function sourceOf(url: string): MediaSource {
  const uri = readDataUri(url);
  if (!uri) return { type: 'url', url };
  if (uri.mediaType.startsWith('text/')) {
    const text = base64ToText(uri.data);
    if (text !== undefined) return { type: 'text', text, mediaType: uri.mediaType };
  }
  return { type: 'base64', ...uri };
}

export function kindOf(mediaType: string | undefined): MediaKind {
  const kind = mediaType?.split('/')[0];
  return kind === 'image' || kind === 'audio' || kind === 'video' ? kind : 'document';
}

function readImage(part: Fields): MediaPart {
  const image = part.required('image_url', part.fields('image_url'));
  const url = image.required('url', image.string('url'));
  if (url === '') throw invalid(image.at('url'), `${image.at('url')} must not be empty.`);
  const word = image.string('detail');
  const detail = DETAILS.find((known) => known === word);
  const rest = image.rest();
  if (word === undefined || detail) part.leave('image_url', rest);
  else part.leave('image_url', { ...rest, detail: word });
  return media('image', sourceOf(url), part, detail ? { detail } : {});
}

function readAudio(part: Fields): MediaPart {
  const audio = part.required('input_audio', part.fields('input_audio'));
  const data = audio.required('data', audio.string('data'));
  const format = audio.required('format', audio.string('format'));
  part.leave('input_audio', audio.rest());
  return media('audio', { type: 'base64', mediaType: audioType(format), data }, part);
}

function readFile(part: Fields): MediaPart {
  const file = part.required('file', part.fields('file'));
  const name = file.string('filename');
  const named = name === undefined ? {} : { name };
  const id = file.string('file_id');
  const data = file.string('file_data');
  part.leave('file', file.rest());
  if (id !== undefined) return media('document', { type: 'file', id, by: 'openai' }, part, named);
  if (data === undefined)
    throw invalid(part.at('file'), `${part.at('file')} needs file_data or file_id.`);
  const source = /^(?:data|https?):/i.test(data.slice(0, 8))
    ? sourceOf(data)
    : { type: 'base64' as const, mediaType: 'application/pdf', data };
  return media(kindOf(source.mediaType), source, part, named);
}

function readAddress(kind: MediaKind, field: string, part: Fields): MediaPart {
  const address = part.required(field, part.fields(field));
  const url = address.required('url', address.string('url'));
  part.leave(field, address.rest());
  return media(kind, sourceOf(url), part);
}

function media(
  kind: MediaKind,
  source: MediaSource,
  part: Fields,
  more: Partial<MediaPart> = {},
): MediaPart {
  const cache = readCacheMarker(part);
  const { signature, rest } = readThoughtSignature(part.any('extra_content'));
  part.leave('extra_content', rest);
  const signed = signature ? { signature } : {};
  return { type: 'media', kind, source, ...more, ...signed, ...cache, ...extraOf(part.rest()) };
}

function unsayable(path: string, what: string): Error {
  return invalid(path, `${path}: this protocol cannot carry ${what}.`);
}

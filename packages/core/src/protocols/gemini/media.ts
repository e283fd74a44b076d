import { invalid } from '../../error.ts';
import type { Fields } from '../../fields.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../json.ts';
import type { MediaPart, MediaSource } from '../../part.ts';
import { standardBase64, textToBase64 } from './base64.ts';

type Kind = MediaPart['kind'];

/** Names of uploads to the Files API, short or as an address (ai.google.dev/api/files). */
const FILE_NAME = /^(?:https:\/\/generativelanguage\.googleapis\.com\/[^/]+\/)?files\/[^/]+$/;
const YOUTUBE = /^https?:\/\/(?:www\.|m\.)?(?:youtube\.com|youtu\.be)\//;
const KIND_OF_EXTENSION: [RegExp, Kind][] = [
  [/\.(?:png|jpe?g|webp|gif|heic|heif|avif|bmp|svg)$/i, 'image'],
  [/\.(?:wav|mp3|aiff?|aac|ogg|flac|m4a|opus)$/i, 'audio'],
  [/\.(?:mp4|mpe?g|mov|avi|flv|webm|wmv|3gpp?|mkv)$/i, 'video'],
];

/**
 * Reads the `inlineData` or `fileData` of a request's part, strictly.
 * @returns `undefined` when the part has neither.
 */
export function readMedia(part: Fields): Pick<MediaPart, 'type' | 'kind' | 'source'> | undefined {
  const inline = part.fields('inlineData');
  if (inline) {
    const mediaType = inline.required('mimeType', inline.string('mimeType'));
    const data = inline.required('data', inline.string('data'));
    part.leave('inlineData', inline.rest());
    return inlinePart(mediaType, data);
  }
  const file = part.fields('fileData');
  if (!file) return undefined;
  const uri = file.required('fileUri', file.string('fileUri'));
  const mediaType = file.string('mimeType');
  part.leave('fileData', file.rest());
  return filePart(uri, mediaType);
}

/** The same of an answer's part, loosely. */
export function readAnswerMedia(
  part: JsonObject,
): Pick<MediaPart, 'type' | 'kind' | 'source'> | undefined {
  const { inlineData: inline, fileData: file } = part;
  if (isJsonObject(inline) && typeof inline.data === 'string') {
    return inlinePart(stringOf(inline.mimeType) ?? 'application/octet-stream', inline.data);
  }
  if (isJsonObject(file) && typeof file.fileUri === 'string') {
    return filePart(file.fileUri, stringOf(file.mimeType));
  }
  return undefined;
}

/**
 * Writes where the content of a media part comes from, as `inlineData` or `fileData`.
 *
 * @param path the part's place in the neutral form.
 * @throws OfoxError of kind `invalid_request` for files that were uploaded to another provider: the
 * model would answer without having seen them.
 */
export function writeMedia(source: MediaSource, path: string): JsonObject {
  switch (source.type) {
    case 'base64':
      return { inlineData: { mimeType: source.mediaType, data: source.data } };
    case 'text': {
      const mimeType = source.mediaType ?? 'text/plain';
      return { inlineData: { mimeType, data: textToBase64(source.text) } };
    }
    case 'url':
      return fileData(source.url, source.mediaType);
    case 'file':
      if (source.by === 'gemini') return fileData(source.id, source.mediaType);
      throw invalid(
        `${path}.source`,
        `${path}.source is a file that was uploaded to ${source.by}, which Gemini cannot read.`,
      );
  }
}

function inlinePart(mediaType: string, data: string): Pick<MediaPart, 'type' | 'kind' | 'source'> {
  const source = { type: 'base64', mediaType, data: standardBase64(data) } as const;
  return { type: 'media', kind: kindOf(mediaType, ''), source };
}

function filePart(
  uri: string,
  mediaType: string | undefined,
): Pick<MediaPart, 'type' | 'kind' | 'source'> {
  const type = mediaType === undefined ? {} : { mediaType };
  const source: MediaSource = FILE_NAME.test(uri)
    ? { type: 'file', id: uri, by: 'gemini', ...type }
    : { type: 'url', url: uri, ...type };
  return { type: 'media', kind: kindOf(mediaType, uri), source };
}

function fileData(fileUri: string, mimeType: string | undefined): JsonObject {
  return { fileData: mimeType === undefined ? { fileUri } : { mimeType, fileUri } };
}

function kindOf(mediaType: string | undefined, uri: string): Kind {
  if (mediaType === undefined) {
    if (YOUTUBE.test(uri)) return 'video';
    const path = uri.replace(/[?#].*$/s, '');
    return KIND_OF_EXTENSION.find(([pattern]) => pattern.test(path))?.[1] ?? 'document';
  }
  const kind = mediaType.slice(0, mediaType.indexOf('/'));
  return kind === 'image' || kind === 'audio' || kind === 'video' ? kind : 'document';
}

function stringOf(value: JsonValue | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

import {
  isJsonObject,
  type MediaPart,
  type MediaSource,
  PROTOCOL_NAMES,
  type ProtocolName,
} from '@ofoxai/core';
import { type Block, readCacheControl, readExtras, readSignature } from './content-block.ts';

type Kind = MediaPart['kind'];

const KINDS: Record<string, Kind> = {
  image: 'image',
  audio: 'audio',
  video: 'video',
  file: 'document',
  document: 'document',
  'text-plain': 'document',
};

const AUDIO_TYPES: Record<string, string> = {
  mp3: 'audio/mpeg',
  pcm16: 'audio/pcm',
};

const DATA_URL = /^data:([^;,]*)((?:;[^;,]*)*?)(;base64)?,(.*)$/s;

/**
 * Reads a medium in any of the dialects that LangChain has had: standard data blocks, their older
 * form with `source_type`, and the parts of OpenAI (`image_url`, `input_audio`, `file`), Anthropic
 * (`source`) and Google (`inlineData`, `fileData`, `media`).
 *
 * @param protocol the wire that is spoken, to which an id of an uploaded file belongs.
 * @returns `undefined` for a block that is no medium.
 */
export function readMedia(block: Block, protocol: ProtocolName): MediaPart | undefined {
  const found = findMedia(block, protocol);
  if (!found) return undefined;
  const { kind, source, name, detail } = found;
  return {
    type: 'media',
    kind,
    source,
    ...(name === undefined ? {} : { name }),
    ...(detail === undefined ? {} : { detail }),
    ...readSignature(block),
    ...readCacheControl(block),
    ...readExtras(block),
  };
}

interface Found {
  kind: Kind;
  source: MediaSource;
  name?: string | undefined;
  detail?: MediaPart['detail'] | undefined;
}

function findMedia(block: Block, protocol: ProtocolName): Found | undefined {
  switch (block.type) {
    case 'image_url':
      return readImageUrl(block.image_url, block.detail);
    case 'input_audio':
      return readInputAudio(block.input_audio);
    case 'media':
      return readGoogleMedia(block);
    case 'inlineData':
    case 'fileData':
      return readGoogleMedia(block[block.type]);
  }
  const kind = KINDS[block.type];
  if (!kind) return undefined;
  if (isJsonObject(block.source)) return readAnthropicSource(kind, block.source, block);
  if (isJsonObject(block.file)) return readOpenAIFile(block.file, protocol);
  const source = readStandardSource(block, kind, protocol);
  return (
    source && {
      kind: kindOf(kind, source),
      source,
      name: nameOf(block),
      detail: detailOf(block.detail),
    }
  );
}

/** A standard block, or one of the older form, whose fields have other names. */
function readStandardSource(
  block: Block,
  kind: Kind,
  protocol: ProtocolName,
): MediaSource | undefined {
  const mediaType = string(block.mimeType) ?? string(block.mime_type);
  const known = mediaType === undefined ? {} : { mediaType };
  const form = block.source_type;
  const text = string(block.text);
  if (text !== undefined && (form === undefined || form === 'text')) {
    return { type: 'text', text, ...known };
  }
  const data = block.data instanceof Uint8Array ? toBase64(block.data) : string(block.data);
  if (data !== undefined) {
    const parsed = data.startsWith('data:') ? readUrl(data, mediaType) : undefined;
    return parsed ?? { type: 'base64', mediaType: mediaType ?? usualType(kind), data };
  }
  const url = string(block.url);
  if (url !== undefined) return readUrl(url, mediaType);
  const id = string(block.fileId) ?? (form === 'id' ? string(block.id) : undefined);
  if (id === undefined) return undefined;
  const by = PROTOCOL_NAMES.find((name) => name === block.fileBy) ?? protocol;
  return { type: 'file', id, by, ...known };
}

function readImageUrl(value: unknown, detail: unknown): Found | undefined {
  const url =
    typeof value === 'string' ? value : isJsonObject(value) ? string(value.url) : undefined;
  if (url === undefined) return undefined;
  const told = isJsonObject(value) ? value.detail : detail;
  return { kind: 'image', source: readUrl(url), detail: detailOf(told) };
}

function readInputAudio(value: unknown): Found | undefined {
  if (!isJsonObject(value) || typeof value.data !== 'string') return undefined;
  const format = string(value.format) ?? 'wav';
  const mediaType = AUDIO_TYPES[format] ?? `audio/${format}`;
  return { kind: 'audio', source: { type: 'base64', mediaType, data: value.data } };
}

function readOpenAIFile(file: Record<string, unknown>, protocol: ProtocolName): Found | undefined {
  const name = string(file.filename);
  const data = string(file.file_data);
  if (data !== undefined) {
    const source = data.startsWith('data:')
      ? readUrl(data)
      : { type: 'base64' as const, mediaType: 'application/pdf', data };
    return { kind: 'document', source, name };
  }
  const id = string(file.file_id);
  return id === undefined
    ? undefined
    : { kind: 'document', source: { type: 'file', id, by: protocol }, name };
}

function readAnthropicSource(
  kind: Kind,
  source: Record<string, unknown>,
  block: Block,
): Found | undefined {
  const name = string(block.title);
  const mediaType = string(source.media_type);
  const known = mediaType === undefined ? {} : { mediaType };
  const data = string(source.data);
  const url = string(source.url);
  const id = string(source.file_id);
  if (source.type === 'base64' && data !== undefined && mediaType !== undefined) {
    return { kind, source: { type: 'base64', mediaType, data }, name };
  }
  if (source.type === 'text' && data !== undefined) {
    return { kind, source: { type: 'text', text: data, ...known }, name };
  }
  if (source.type === 'url' && url !== undefined) {
    return { kind, source: { type: 'url', url, ...known }, name };
  }
  if (source.type === 'file' && id !== undefined) {
    return { kind, source: { type: 'file', id, by: 'anthropic', ...known }, name };
  }
  return undefined;
}

function readGoogleMedia(value: unknown): Found | undefined {
  if (!isJsonObject(value)) return undefined;
  const mediaType = string(value.mimeType) ?? 'application/octet-stream';
  const data = string(value.data);
  if (data !== undefined) {
    return { kind: kindOfType(mediaType), source: { type: 'base64', mediaType, data } };
  }
  const url = string(value.fileUri) ?? string(value.url);
  return url === undefined
    ? undefined
    : { kind: kindOfType(mediaType), source: { type: 'url', url, mediaType } };
}

/** An address, or what a `data:` address holds. */
function readUrl(url: string, mediaType?: string): MediaSource {
  const parsed = DATA_URL.exec(url);
  if (!parsed) return { type: 'url', url, ...(mediaType === undefined ? {} : { mediaType }) };
  const [, type = '', , base64, data = ''] = parsed;
  const told = type === '' ? (mediaType ?? 'text/plain') : type;
  if (base64 === undefined)
    return { type: 'text', text: decodeURIComponent(data), mediaType: told };
  return { type: 'base64', mediaType: told, data };
}

/** A file that turns out to be an image, sound or video is one. */
function kindOf(kind: Kind, { mediaType }: MediaSource): Kind {
  return kind === 'document' && mediaType !== undefined ? kindOfType(mediaType) : kind;
}

function kindOfType(mediaType: string): Kind {
  const [family] = mediaType.split('/');
  return family === 'image' || family === 'audio' || family === 'video' ? family : 'document';
}

function usualType(kind: Kind): string {
  return {
    image: 'image/png',
    audio: 'audio/wav',
    video: 'video/mp4',
    document: 'application/pdf',
  }[kind];
}

function nameOf({ metadata, title }: Block): string | undefined {
  const told = isJsonObject(metadata)
    ? (metadata.filename ?? metadata.name ?? metadata.title)
    : undefined;
  return string(told) ?? string(title);
}

function detailOf(value: unknown): MediaPart['detail'] | undefined {
  return value === 'auto' || value === 'low' || value === 'high' ? value : undefined;
}

function string(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function toBase64(bytes: Uint8Array): string {
  let binary = '';
  const step = 0x8000;
  for (let at = 0; at < bytes.length; at += step) {
    binary += String.fromCharCode(...bytes.subarray(at, at + step));
  }
  return btoa(binary);
}

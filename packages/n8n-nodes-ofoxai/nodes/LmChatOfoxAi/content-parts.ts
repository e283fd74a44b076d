import { isJsonObject, type JsonObject, type MediaPart, type TextPart } from '@ofoxai/core';

type Kind = MediaPart['kind'];

/**
 * Content of the host as parts: a text, or blocks in any of the shapes that n8n's nodes and the
 * models' own SDKs write.
 */
export function readContent(content: unknown): (TextPart | MediaPart)[] {
  if (typeof content === 'string') return content === '' ? [] : [{ type: 'text', text: content }];
  if (content === undefined || content === null) return [];
  const blocks = Array.isArray(content) ? content : [content];
  return blocks.flatMap((block) => {
    if (typeof block === 'string') return readContent(block);
    const part = isJsonObject(block) ? readBlock(block) : undefined;
    return part ? [part] : [];
  });
}

function readBlock(block: JsonObject): TextPart | MediaPart | undefined {
  if (typeof block.text === 'string' && (block.type === 'text' || block.type === undefined)) {
    return { type: 'text', text: block.text };
  }
  switch (block.type) {
    case 'image_url':
      return atAddress(
        'image',
        isJsonObject(block.image_url) ? block.image_url.url : block.image_url,
      );
    case 'input_audio':
      return isJsonObject(block.input_audio)
        ? inline('audio', `audio/${block.input_audio.format}`, block.input_audio.data)
        : undefined;
    case 'image':
    case 'audio':
    case 'video':
      return media(block.type, block);
    case 'file':
    case 'document':
    case 'media':
    case 'text-plain':
      return media(undefined, block);
    default:
      return undefined;
  }
}

/** Data stands in the block itself or one level down, under one of three names. */
function media(kind: Kind | undefined, block: JsonObject): MediaPart | undefined {
  const inner = [block.source, block.file].find(isJsonObject) ?? block;
  const mediaType = firstText(inner.mimeType, inner.mime_type, inner.media_type, block.mimeType);
  const name = firstText(inner.filename, inner.file_name, block.title, block.name);
  const part =
    inline(kind, mediaType, inner.data ?? inner.file_data) ?? atAddress(kind, inner.url, mediaType);
  return part && name ? { ...part, name } : part;
}

function inline(
  kind: Kind | undefined,
  mediaType: string | undefined,
  data: unknown,
): MediaPart | undefined {
  if (data instanceof Uint8Array)
    return inline(kind, mediaType, Buffer.from(data).toString('base64'));
  if (typeof data !== 'string' || data === '') return undefined;
  if (data.startsWith('data:')) return atAddress(kind, data, mediaType);
  const type = mediaType ?? 'application/octet-stream';
  const source = { type: 'base64' as const, mediaType: type, data };
  return { type: 'media', kind: kind ?? kindOf(type), source };
}

function atAddress(
  kind: Kind | undefined,
  url: unknown,
  mediaType?: string,
): MediaPart | undefined {
  if (typeof url !== 'string' || url === '') return undefined;
  const comma = url.startsWith('data:') ? url.indexOf(',') : -1;
  if (comma > 0) {
    const [type = '', ...flags] = url.slice('data:'.length, comma).split(';');
    const data = url.slice(comma + 1);
    const isBase64 = flags.includes('base64');
    const base64 = isBase64 ? data : Buffer.from(decodeURIComponent(data)).toString('base64');
    return inline(kind, type || mediaType, base64);
  }
  const source = { type: 'url' as const, url, ...(mediaType ? { mediaType } : {}) };
  return { type: 'media', kind: kind ?? kindOf(mediaType ?? ''), source };
}

function kindOf(mediaType: string): Kind {
  const [kind] = mediaType.split('/');
  return kind === 'image' || kind === 'audio' || kind === 'video' ? kind : 'document';
}

function firstText(...values: unknown[]): string | undefined {
  return values.find((value): value is string => typeof value === 'string' && value !== '');
}

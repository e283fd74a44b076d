import { pathToFileURL } from 'node:url';
import type { ContentBlock } from '@modelcontextprotocol/server';
import { type GeneratedImage, type MediaPart, OfoxError } from '@ofoxai/core';
import type { App } from './app.ts';
import { imageTypeOf } from './image-type.ts';

/**
 * Claude Desktop refuses results of more than 1 MiB, and 10 MiB on one line end a connection over
 * stdio: up to this many characters of base64 an image goes into the answer, as long as all
 * images together do.
 */
const INLINE_LENGTH = 900_000;

export interface ShowOptions {
  /** Keeps a file in any case. */
  save?: boolean;
  /** Of the file, without extension. */
  name?: string;
  /** Into how many images the room in the answer is to be shared. */
  among?: number;
}

/** An image as an agent gets it: in the answer when it is small, else as a file and a link to it. */
export async function showImage(
  image: MediaPart | GeneratedImage,
  app: App,
  { save = false, name, among = 1 }: ShowOptions = {},
): Promise<ContentBlock[]> {
  const { data, url } = sourceOf(image);
  if (data === undefined) {
    if (url === undefined || !/^https:/i.test(url)) throw noImage();
    return [{ type: 'resource_link', uri: url, name: 'image' }];
  }
  const bytes = Buffer.from(data, 'base64');
  const type = imageTypeOf(bytes);
  if (!type) throw noImage();
  const { mediaType: mimeType, extension } = type;
  const blocks: ContentBlock[] = [];
  const fits = data.length <= INLINE_LENGTH / among;
  if (fits) blocks.push({ type: 'image', data, mimeType });
  if (save || !fits) {
    const path = await app.output.write(name ?? `ofox-${stamp(app.clock.now())}`, extension, bytes);
    const uri = pathToFileURL(path).href;
    blocks.push({ type: 'resource_link', uri, name: path, mimeType, size: bytes.length });
    blocks.push({ type: 'text', text: `Saved as ${path} (${Math.ceil(bytes.length / 1024)} KB).` });
  }
  return blocks;
}

function sourceOf(image: MediaPart | GeneratedImage): { data?: string; url?: string } {
  if (!('type' in image)) return image;
  const { source } = image;
  if (source.type === 'base64') return { data: source.data };
  return source.type === 'url' ? { url: source.url } : {};
}

function stamp(now: number): string {
  return new Date(now).toISOString().slice(0, 19).replace(/\D/g, '');
}

function noImage(): OfoxError {
  return new OfoxError(
    'upstream',
    'The model gave something that is no PNG, JPEG, GIF or WebP image.',
  );
}

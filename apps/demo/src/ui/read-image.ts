import type { MediaPart } from '@ofoxai/core';

const MAX_BYTES = 8 * 1024 * 1024;

/** Reads an image to be sent; a text says why it cannot be. */
export async function readImage(file: File): Promise<MediaPart | string> {
  if (!file.type.startsWith('image/')) return `${file.name} is no image.`;
  if (file.size > MAX_BYTES) return `${file.name} is larger than 8 MiB.`;
  const bytes = new Uint8Array(await file.arrayBuffer());
  let binary = '';
  const step = 0x8000;
  for (let at = 0; at < bytes.length; at += step) {
    binary += String.fromCharCode(...bytes.subarray(at, at + step));
  }
  const source = { type: 'base64' as const, mediaType: file.type, data: btoa(binary) };
  return { type: 'media', kind: 'image', source, name: file.name };
}

import { constants } from 'node:fs';
import { open, realpath } from 'node:fs/promises';
import { isAbsolute, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type MediaPart, OfoxError } from '@ofoxai/core';
import { imageTypeOf } from './image-type.ts';
import { type Network, safeFetch } from './safe-fetch.ts';

/** Above this providers refuse an image anyway. */
const MAX_BYTES = 20 * 1024 * 1024;

export interface ImageInputOptions {
  /** The one folder whose files may be read; none when absent. */
  folder?: string | undefined;
  network?: Network;
}

/** Reads the images that agents point at: files of one folder, `https` addresses, `data:` URIs. */
export class ImageInput {
  readonly #folder: string | undefined;
  readonly #network: Network | undefined;

  constructor({ folder, network }: ImageInputOptions) {
    this.#folder = folder;
    this.#network = network;
  }

  /**
   * @param param names the argument in errors: `images[0]`.
   * @throws OfoxError of kind `invalid_request`.
   */
  async read(source: string, param: string, signal: AbortSignal): Promise<MediaPart> {
    const bytes = await this.#bytes(source, param, signal);
    const type = imageTypeOf(bytes);
    if (!type) throw refusal(param, 'it is no PNG, JPEG, GIF or WebP image.');
    const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
    const { mediaType } = type;
    return { type: 'media', kind: 'image', source: { type: 'base64', mediaType, data } };
  }

  #bytes(source: string, param: string, signal: AbortSignal): Promise<Uint8Array> | Uint8Array {
    if (/^data:/i.test(source)) return readDataUri(source, param);
    if (/^https?:/i.test(source)) {
      if (!URL.canParse(source)) throw refusal(param, 'it is no valid address.');
      return safeFetch(source, { param, maxBytes: MAX_BYTES, signal }, this.#network);
    }
    return readFileIn(this.#folder, source, param);
  }
}

function readDataUri(uri: string, param: string): Uint8Array {
  const comma = uri.indexOf(',');
  const head = uri.slice(0, comma);
  if (comma === -1 || !/;base64$/i.test(head)) {
    throw refusal(param, 'a data URI must be base64: data:image/png;base64,…');
  }
  if ((uri.length - comma) * 0.75 > MAX_BYTES) throw tooLarge(param);
  return Buffer.from(uri.slice(comma + 1), 'base64');
}

/**
 * Reads a file whose real place, behind all links, is in the folder. Files outside and files that
 * are not there look the same to the agent, so that it cannot feel its way through the disk.
 */
async function readFileIn(
  folder: string | undefined,
  source: string,
  param: string,
): Promise<Uint8Array> {
  if (folder === undefined) {
    throw refusal(
      param,
      'this server reads no files; give an https address or a data URI. (Its owner can allow one folder with --input-dir.)',
    );
  }
  const elsewhere = refusal(param, 'there is no such file in the folder this server may read.');
  let path: string;
  try {
    const root = await realpath(folder);
    const named = /^file:/i.test(source) ? fileURLToPath(source) : source;
    path = await realpath(isAbsolute(named) ? named : resolve(root, named));
    if (!path.startsWith(root.endsWith(sep) ? root : root + sep)) throw elsewhere;
  } catch {
    throw elsewhere;
  }
  // The last link is resolved; one that is put there meanwhile is not followed, and a pipe does
  // not hold the call up.
  const { O_RDONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants;
  const file = await open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK).catch(() => {
    throw elsewhere;
  });
  try {
    const stat = await file.stat();
    if (!stat.isFile() || (await realpath(path)) !== path) throw elsewhere;
    if (stat.size > MAX_BYTES) throw tooLarge(param);
    return await file.readFile();
  } finally {
    await file.close();
  }
}

function tooLarge(param: string): OfoxError {
  return refusal(param, `it is larger than ${MAX_BYTES / 1024 / 1024} MB.`);
}

function refusal(param: string, why: string): OfoxError {
  return new OfoxError('invalid_request', `${param}: ${why}`, { param });
}

import { constants } from 'node:fs';
import { mkdir, open, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { OfoxError } from '@ofoxai/core';

/** One name without any path; a leading dot or dash would hide it or look like an option. */
const PLAIN_NAME = /^[\p{L}\p{N}_][\p{L}\p{N}_. ()-]{0,99}$/u;
const MOST_TRIES = 1000;

/** The one folder that files are written to. */
export class OutputFolder {
  readonly #path: string;

  /** @param path made when the first file is written. */
  constructor(path: string) {
    this.#path = path;
  }

  /**
   * Writes a new file directly in the folder. Nothing is overwritten, and no link is followed: a
   * name that is taken, if only by a dangling link, gets a number.
   *
   * @param name without its extension.
   * @returns the file's path.
   * @throws OfoxError of kind `invalid_request` for a name that is more than a name.
   */
  async write(name: string, extension: string, bytes: Uint8Array): Promise<string> {
    if (!PLAIN_NAME.test(name)) {
      const message =
        'file_name must be a plain name of letters, digits, spaces and ._()- without a path.';
      throw new OfoxError('invalid_request', message, { param: 'file_name' });
    }
    await mkdir(this.#path, { recursive: true });
    const folder = await realpath(this.#path);
    const { O_WRONLY, O_CREAT, O_EXCL, O_NOFOLLOW = 0 } = constants;
    for (let number = 1; number <= MOST_TRIES; number++) {
      const path = join(folder, `${name}${number === 1 ? '' : `-${number}`}.${extension}`);
      try {
        const file = await open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0o644);
        try {
          await file.writeFile(bytes);
        } finally {
          await file.close();
        }
        return path;
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        if (code !== 'EEXIST' && code !== 'ELOOP') throw error;
      }
    }
    throw new OfoxError('invalid_request', `There are too many files called ${name}.`, {
      param: 'file_name',
    });
  }
}

import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';
import { gzipSync } from 'node:zlib';
import { ConfigError } from '../config/config-error.ts';

/** A file of the page, ready to be sent. */
export interface PageFile {
  body: Buffer;
  /** Absent where it would not be smaller. */
  gzip?: Buffer;
  type: string;
  etag: string;
}

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
  '.png': 'image/png',
};

/**
 * Reads a built page into memory, by the paths below its directory. Files of unknown kinds and
 * links are left out.
 *
 * @throws ConfigError when there is no page in the directory.
 */
export function loadPageFiles(directory: string): Map<string, PageFile> {
  const files = new Map<string, PageFile>();
  for (const entry of entriesOf(directory)) {
    const type = TYPES[extname(entry.name)];
    if (!entry.isFile() || type === undefined) continue;
    const path = join(entry.parentPath, entry.name);
    const body = readFileSync(path);
    const gzip = gzipSync(body);
    const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
    files.set(relative(directory, path).split(sep).join('/'), {
      ...{ body, type, etag },
      ...(gzip.length < body.length ? { gzip } : {}),
    });
  }
  if (!files.has('index.html')) {
    throw new ConfigError(`${directory} holds no page: there is no index.html.`);
  }
  return files;
}

function entriesOf(directory: string) {
  try {
    return readdirSync(directory, { recursive: true, withFileTypes: true });
  } catch (error) {
    throw new ConfigError(`${directory} cannot be read: ${(error as Error).message}`);
  }
}

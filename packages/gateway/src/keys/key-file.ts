import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { ConfigError } from '../config/config-error.ts';
import { withFileLock } from './file-lock.ts';
import { type KeyEntry, parseKeyEntry } from './key-entry.ts';
import { replaceFile } from './replace-file.ts';

const WRITTEN_AT_ONCE = 1000;

/**
 * The keys file: JSON Lines, one key a line, so that it can be read bit by bit between requests
 * however long it is. It is only ever replaced as a whole, and is readable by its owner alone.
 *
 * @throws ConfigError that names the file, the line and the field at fault.
 */
export async function* readKeyFile(file: string): AsyncGenerator<KeyEntry> {
  const input = createReadStream(file);
  const lines = createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY });
  let number = 0;
  try {
    for await (const line of lines) {
      number += 1;
      if (line.trim() !== '') yield parseKeyEntry(line);
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const place = error instanceof TypeError ? `${file}, line ${number}` : file;
    throw new ConfigError(`${place}: ${reason}`, { cause: error });
  } finally {
    input.destroy();
  }
}

/** Something that is different whenever the file was replaced; nothing when it is not there. */
export async function fileVersion(file: string): Promise<string | undefined> {
  try {
    const { ino, size, mtimeMs } = await stat(file);
    return `${ino} ${size} ${mtimeMs}`;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/**
 * Replaces the keys by what `change` makes of them, while no other process can. Readers see the old
 * file or the new one, never a part.
 *
 * @throws ConfigError when the file cannot be read, locked or written, or holds nonsense.
 */
export async function changeKeyFile(
  file: string,
  change: (entries: readonly KeyEntry[]) => KeyEntry[],
): Promise<void> {
  await withFileLock(`${file}.lock`, async () => {
    const entries: KeyEntry[] = [];
    if ((await fileVersion(file)) !== undefined) {
      for await (const entry of readKeyFile(file)) entries.push(entry);
    }
    await replaceFile(file, toPieces(change(entries)));
  });
}

function* toPieces(entries: readonly KeyEntry[]): Generator<string> {
  for (let start = 0; start < entries.length; start += WRITTEN_AT_ONCE) {
    const some = entries.slice(start, start + WRITTEN_AT_ONCE);
    yield some.map((entry) => `${JSON.stringify(entry)}\n`).join('');
  }
}

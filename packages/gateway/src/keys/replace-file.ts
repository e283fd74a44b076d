import { open, rename, rm, writeFile } from 'node:fs/promises';

/**
 * Puts new contents in place of a file, at once and for good: readers see the old one or the new
 * one, never a part. Only its owner can read it.
 */
export async function replaceFile(file: string, contents: Iterable<string>): Promise<void> {
  const temporary = `${file}.${process.pid}.tmp`;
  try {
    const handle = await open(temporary, 'w', 0o600);
    try {
      await writeFile(handle, contents);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

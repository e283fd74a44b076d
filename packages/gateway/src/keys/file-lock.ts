import { open, rm, stat } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { ConfigError } from '../config/config-error.ts';

const RETRY_MS = 50;
const STALE_MS = 30_000;
const PATIENCE_MS = 10_000;

/**
 * Does something while no other process that takes the same lock does. A lock whose holder died is
 * taken over after half a minute.
 *
 * @throws ConfigError when somebody else holds it for ten seconds.
 */
export async function withFileLock<T>(lock: string, work: () => Promise<T>): Promise<T> {
  for (let waited = 0; !(await takeLock(lock)); waited += RETRY_MS) {
    if (waited >= PATIENCE_MS) {
      throw new ConfigError(`${lock} is held by another process. Remove it if there is none.`);
    }
    await sleep(RETRY_MS);
  }
  try {
    return await work();
  } finally {
    await rm(lock, { force: true });
  }
}

async function takeLock(lock: string): Promise<boolean> {
  try {
    await (await open(lock, 'wx', 0o600)).close();
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  const age = await stat(lock).then(
    ({ mtimeMs }) => Date.now() - mtimeMs,
    () => 0,
  );
  if (age > STALE_MS) await rm(lock, { force: true });
  return false;
}

import { pino } from 'pino';
import { consoleLogger } from './console-logger.ts';
import { jsonLogger } from './json-logger.ts';
import type { Logger } from './log.ts';

/** Lines of the log are written together, so many bytes or so long after the first of them. */
const BATCH = { minLength: 4096 };
const EVERY_MS = 200;
/** Of several processes: a pipe takes 4096 bytes in one piece, so that their lines are not mixed up. */
const SHARED_BATCH = { minLength: 3072, maxWrite: 4096 };

/**
 * The log of this process on standard output: on a terminal short lines, elsewhere JSON for machines.
 *
 * @param worker told in each line of JSON, where several processes write.
 */
export function makeLogger(
  onOutputError: (error: NodeJS.ErrnoException) => void,
  worker?: number,
): Logger {
  if (process.stdout.isTTY) return consoleLogger((line) => void process.stdout.write(`${line}\n`));
  const batch = worker === undefined ? BATCH : SHARED_BATCH;
  const output = pino.destination({ dest: 1, sync: false, ...batch });
  output.on('error', onOutputError);
  setInterval(() => output.flush(), EVERY_MS).unref();
  return jsonLogger(output, worker);
}

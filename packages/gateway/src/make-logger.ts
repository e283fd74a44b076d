import { pino } from 'pino';
import { consoleLogger } from './console-logger.ts';
import { JsonLogger } from './json-logger.ts';
import { LineBatch } from './line-batch.ts';
import type { Logger } from './log.ts';

/** Lines of the log are written together, so many bytes or so long after the first of them. */
const BATCH = { enough: 16_384, most: 65_536 };
const EVERY_MS = 200;
/** Of several processes: a pipe takes 4096 bytes in one piece, so that their lines are not mixed up. */
const SHARED_BATCH = { enough: 3072, most: 4096 };

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
  const output = pino.destination({
    dest: 1,
    sync: false,
    minLength: batch.enough,
    maxWrite: batch.most,
  });
  output.on('error', onOutputError);
  const lines = new LineBatch(output, batch);
  const logger = new JsonLogger(lines, worker);
  const handOver = () => {
    logger.flush();
    lines.handOver();
  };
  const flush = () => {
    logger.flush();
    lines.flush();
  };
  setInterval(flush, EVERY_MS).unref();
  // Both before pino's own listeners, which see to it that the output writes what it has.
  process.prependListener('beforeExit', handOver);
  process.prependListener('exit', handOver);
  return logger;
}

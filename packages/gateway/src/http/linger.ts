import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '../clock.ts';

const MAX_WAIT_MS = 2000;
const MAX_BYTES = 16 * 1024 * 1024;

/**
 * Ends an answer that was given before its request was read to the end. The connection is closed
 * only when the rest has come, or has become too much: closing it at once would make the system
 * throw away the answer before a caller who is still sending has seen it.
 */
export function endSlowly(
  request: IncomingMessage,
  response: ServerResponse,
  body: Buffer | string,
  clock: Clock,
  coding: BufferEncoding = 'utf8',
): void {
  response.write(body, coding);
  let discarded = 0;
  const end = () => {
    stopWaiting();
    response.end();
  };
  const stopWaiting = clock.every(MAX_WAIT_MS, end);
  request.on('data', (chunk: Buffer) => {
    discarded += chunk.length;
    if (discarded > MAX_BYTES) end();
  });
  request.on('close', end);
  request.on('end', end);
  request.resume();
}

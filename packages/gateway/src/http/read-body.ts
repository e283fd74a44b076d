import type { IncomingMessage } from 'node:http';
import { OfoxError } from '@ofoxai/core';
import type { Cancellation } from '../cancellation.ts';
import { oneATurn } from './one-a-turn.ts';

/** Bodies that announce so many bytes are read into their final place. */
const LARGE = 256 * 1024;

/** So many bytes are taken before others have their turn. */
const AT_A_TIME = 1024 * 1024;

/**
 * Reads a request's body whole.
 *
 * @param limit the most bytes that are taken; a body that announces more is not read at all.
 * @param cancellation cancelled when the caller leaves.
 * @throws OfoxError of kind `invalid_request` with status 413 above the limit or 415 for a
 *   compressed body, or the reason of the cancellation.
 */
export function readBody(
  request: IncomingMessage,
  limit: number,
  cancellation: Cancellation,
): Promise<Buffer> {
  const encoding = request.headers['content-encoding'];
  if (encoding !== undefined && encoding !== '' && encoding !== 'identity') {
    const message = `The request's body must not be compressed (content-encoding: ${encoding}).`;
    return Promise.reject(new OfoxError('invalid_request', message, { status: 415 }));
  }
  const announced = Number(request.headers['content-length'] ?? 0);
  if (announced > limit) return Promise.reject(tooLarge(limit));
  return new Promise((resolve, reject) => {
    cancellation.listen(reject);
    const chunks: Buffer[] = [];
    // Memory that is not written to is not taken from the system, so lies cost nothing.
    const large = announced >= LARGE ? Buffer.allocUnsafeSlow(announced) : undefined;
    let length = 0;
    let pauseAt = AT_A_TIME;
    request.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length > limit) {
        request.removeAllListeners('data');
        request.pause();
        reject(tooLarge(limit));
        return;
      }
      if (large && length <= announced) chunk.copy(large, length - chunk.length);
      else chunks.push(chunk);
      if (length < pauseAt) return;
      pauseAt = length + AT_A_TIME;
      request.pause();
      void oneATurn().then(() => request.resume());
    });
    request.on('end', () => {
      cancellation.listen(undefined);
      if (large) resolve(large.subarray(0, length));
      else resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks, length));
    });
  });
}

function tooLarge(limit: number): OfoxError {
  const size = limit >= 1048576 ? `${Math.floor(limit / 1048576)} MiB` : `${limit} bytes`;
  return new OfoxError('invalid_request', `The request's body is larger than ${size}.`, {
    status: 413,
    code: 'request_too_large',
  });
}

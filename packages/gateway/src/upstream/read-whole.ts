import { OfoxError } from '@ofoxai/core';
import type { UpstreamAnswer } from './call.ts';

/**
 * Reads the body of an answer whole.
 *
 * @param limit the most bytes that are taken.
 * @throws OfoxError when the body breaks off, or is larger.
 */
export function readWhole(answer: UpstreamAnswer, limit: number): Buffer | Promise<Buffer> {
  const { whole } = answer;
  if (whole) return whole;
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    answer.read({
      data(chunk) {
        length += chunk.length;
        chunks.push(chunk);
        if (length <= limit) return;
        const error = new OfoxError('upstream', `The answer is larger than ${limit} bytes.`, {
          status: 502,
        });
        reject(error);
        answer.abort(error);
      },
      end: () => resolve(chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks)),
      fail: reject,
    });
  });
}

/** Reads no more of the body than that, and leaves the rest; for errors, which say what they say early. */
export function readStart(answer: UpstreamAnswer, limit: number): Promise<Buffer> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let length = 0;
    const done = () => resolve(Buffer.concat(chunks).subarray(0, limit));
    answer.read({
      data(chunk) {
        chunks.push(chunk);
        length += chunk.length;
        if (length < limit) return;
        done();
        answer.abort(new OfoxError('upstream', 'The error is told at too great a length.'));
      },
      end: done,
      fail: done,
    });
  });
}

import { randomFillSync } from 'node:crypto';

const BYTES = 16;

/** Random bytes are fetched for many ids at a time, as each fetch costs more than the rest of it. */
const pool = Buffer.allocUnsafeSlow(BYTES * 512);
let at = pool.length;

/** `req_` and 128 random bits in hexadecimal. */
export function makeRequestId(): string {
  if (at === pool.length) {
    randomFillSync(pool);
    at = 0;
  }
  const start = at;
  at += BYTES;
  return `req_${pool.toString('hex', start, at)}`;
}

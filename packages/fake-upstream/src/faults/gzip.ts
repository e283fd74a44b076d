import { constants, crc32, deflateRawSync } from 'node:zlib';
import { asBytes } from '../render.ts';
import type { Fault } from '../step.ts';

/** RFC 1952: deflate, no flags, no time, unknown system. */
const HEADER = Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff);
const FLUSH = { finishFlush: constants.Z_SYNC_FLUSH };

/** Compresses the body, each chunk flushed so that a stream stays one. */
export function gzip(): Fault {
  return function* (steps) {
    let checksum = 0;
    let length = 0;
    for (const step of asBytes(steps)) {
      if (step.do === 'head') {
        yield { ...step, headers: { ...step.headers, 'content-encoding': 'gzip' } };
        yield { do: 'bytes', bytes: HEADER };
      } else if (step.do === 'bytes') {
        checksum = crc32(step.bytes, checksum);
        length += step.bytes.length;
        yield { do: 'bytes', bytes: deflateRawSync(step.bytes, FLUSH) };
      } else {
        if (step.do === 'end') yield { do: 'bytes', bytes: trailer(checksum, length) };
        yield step;
      }
    }
  };
}

/** A last empty block, then the checksum and the length of what was compressed. */
function trailer(checksum: number, length: number): Uint8Array {
  const last = deflateRawSync(new Uint8Array());
  const bytes = Buffer.alloc(last.length + 8);
  bytes.set(last);
  bytes.writeUInt32LE(checksum, last.length);
  bytes.writeUInt32LE(length, last.length + 4);
  return bytes;
}

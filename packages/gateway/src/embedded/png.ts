import { crc32, deflateSync } from 'node:zlib';
import type { Pixels } from './paint.ts';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** Writes a PNG (third edition) of eight bits a channel; opaque pictures get three channels. */
export function encodePng(pixels: Pixels): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(pixels.width, 0);
  header.writeUInt32BE(pixels.height, 4);
  header[8] = 8;
  header[9] = pixels.transparent ? 6 : 2;
  const packed = deflateSync(filteredRows(pixels), { level: 4 });
  return Buffer.concat([SIGNATURE, chunk('IHDR', header), chunk('IDAT', packed), chunk('IEND')]);
}

/** Each row as differences from the pixel to the left (filter 1), which areas of one colour like. */
function filteredRows({ width, height, transparent, data }: Pixels): Uint8Array {
  const channels = transparent ? 4 : 3;
  const rows = new Uint8Array((width * channels + 1) * height);
  let to = 0;
  for (let y = 0; y < height; y++) {
    rows[to++] = 1;
    let left = 0;
    for (let at = y * width; at < (y + 1) * width; at++) {
      const pixel = data[at] as number;
      // Differences of nothing are there already.
      if (pixel !== left) {
        for (let channel = 0; channel < channels; channel++) {
          rows[to + channel] = (pixel >>> (8 * channel)) - (left >>> (8 * channel));
        }
        left = pixel;
      }
      to += channels;
    }
  }
  return rows;
}

function chunk(type: string, content: Uint8Array = new Uint8Array()): Buffer {
  const bytes = Buffer.alloc(12 + content.length);
  bytes.writeUInt32BE(content.length, 0);
  bytes.write(type, 4, 'latin1');
  bytes.set(content, 8);
  bytes.writeUInt32BE(crc32(bytes.subarray(4, 8 + content.length)), 8 + content.length);
  return bytes;
}

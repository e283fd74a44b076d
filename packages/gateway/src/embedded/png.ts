import { crc32, deflateSync } from 'node:zlib';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** Pixels row by row, three bytes each (red, green, blue) or four (and opacity). */
export interface Pixels {
  width: number;
  height: number;
  channels: 3 | 4;
  data: Uint8Array;
}

/** Writes a PNG (third edition) of eight bits a channel. */
export function encodePng({ width, height, channels, data }: Pixels): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = 8;
  header[9] = channels === 3 ? 2 : 6;
  const packed = deflateSync(filtered(data, width * channels, height, channels), { level: 4 });
  return Buffer.concat([SIGNATURE, chunk('IHDR', header), chunk('IDAT', packed), chunk('IEND')]);
}

/** Each row as differences from the pixel to the left (filter 1), which areas of one colour like. */
function filtered(data: Uint8Array, stride: number, height: number, channels: number): Uint8Array {
  const rows = new Uint8Array((stride + 1) * height);
  for (let y = 0; y < height; y++) {
    const from = y * stride;
    const to = y * (stride + 1) + 1;
    rows[to - 1] = 1;
    for (let x = 0; x < channels; x++) rows[to + x] = data[from + x] as number;
    for (let x = channels; x < stride; x++) {
      rows[to + x] = (data[from + x] as number) - (data[from + x - channels] as number);
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

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readImageInfo } from '../../src/embedded/media-size.ts';
import { encodePng } from '../../src/embedded/png.ts';

const hex = (digits: string) => Buffer.from(digits.replace(/\s+/g, ''), 'hex');

const VP8 = 'RIFF....WEBPVP8 ....';
const riff = (kind: string, rest: string) =>
  Buffer.concat([Buffer.from(`${VP8.slice(0, 12)}${kind}....`, 'latin1'), hex(rest)]);

describe('readImageInfo', () => {
  it('reads PNG', () => {
    const png = encodePng({ width: 3, height: 5, transparent: true, data: new Uint32Array(15) });
    expect(readImageInfo(png)).toEqual({ format: 'PNG', width: 3, height: 5 });
  });

  it('reads GIF', () => {
    const gif = Buffer.concat([Buffer.from('GIF89a'), hex('4001 f000')]);
    expect(readImageInfo(gif)).toEqual({ format: 'GIF', width: 320, height: 240 });
  });

  it('reads JPEG behind other segments and fill bytes', () => {
    const jpeg = hex('ffd8 ffe0 0004 0000 ffff c2 0011 08 01e0 0280 03');
    expect(readImageInfo(jpeg)).toEqual({ format: 'JPEG', width: 640, height: 480 });
  });

  it('does not take a Huffman table for a frame', () => {
    const jpeg = hex('ffd8 ffc4 0004 0000 ffc0 0011 08 0010 0020 03');
    expect(readImageInfo(jpeg)).toEqual({ format: 'JPEG', width: 32, height: 16 });
  });

  it('reads the three kinds of WebP', () => {
    const size = { format: 'WebP', width: 17, height: 9 };
    expect(readImageInfo(riff('VP8 ', '000000 9d012a 1100 0900'))).toEqual(size);
    expect(readImageInfo(riff('VP8L', '2f 10000200'))).toEqual(size);
    expect(readImageInfo(riff('VP8X', '00000000 100000 080000'))).toEqual(size);
  });

  it('takes anything else for no image, also when cut short', () => {
    const jpeg = hex('ffd8 ffe0 0004 0000 ffc2 0011 08 01e0 0280 03');
    for (let length = 0; length < 17; length++) {
      expect(readImageInfo(jpeg.subarray(0, length))).toBeUndefined();
    }
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        const info = readImageInfo(bytes);
        return info === undefined || info.width >= 0;
      }),
    );
  });
});

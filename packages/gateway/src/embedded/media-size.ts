/** What the first bytes of an image tell. Width and height are in pixels. */
export interface ImageInfo {
  format: 'PNG' | 'JPEG' | 'GIF' | 'WebP';
  width: number;
  height: number;
}

/**
 * Reads the format and size of an image from its header, whatever its media type says.
 * @returns `undefined` when the bytes are none of PNG, JPEG, GIF and WebP, or end too early.
 */
export function readImageInfo(bytes: Uint8Array): ImageInfo | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    return png(view) ?? gif(view) ?? webp(view) ?? jpeg(view);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** PNG, third edition, section 11.2.1 (IHDR). */
function png(view: DataView): ImageInfo | undefined {
  if (view.getUint32(0) !== 0x89504e47 || view.getUint32(4) !== 0x0d0a1a0a) return undefined;
  return { format: 'PNG', width: view.getUint32(16), height: view.getUint32(20) };
}

/** GIF89a, section 18 (logical screen descriptor). */
function gif(view: DataView): ImageInfo | undefined {
  if (view.getUint32(0) !== 0x47494638) return undefined;
  return { format: 'GIF', width: view.getUint16(6, true), height: view.getUint16(8, true) };
}

/** RFC 9649: the lossy, the lossless and the extended file format. */
function webp(view: DataView): ImageInfo | undefined {
  if (view.getUint32(0) !== 0x52494646 || view.getUint32(8) !== 0x57454250) return undefined;
  const size = (width: number, height: number): ImageInfo => ({ format: 'WebP', width, height });
  switch (view.getUint32(12)) {
    case 0x56503820:
      return size(view.getUint16(26, true) & 0x3fff, view.getUint16(28, true) & 0x3fff);
    case 0x5650384c: {
      const bits = view.getUint32(21, true);
      return size((bits & 0x3fff) + 1, ((bits >>> 14) & 0x3fff) + 1);
    }
    case 0x56503858: {
      const at = (offset: number) =>
        view.getUint16(offset, true) + (view.getUint8(offset + 2) << 16) + 1;
      return size(at(24), at(27));
    }
    default:
      return undefined;
  }
}

/** ISO/IEC 10918-1, annex B: the segments up to the first frame header. */
function jpeg(view: DataView): ImageInfo | undefined {
  if (view.getUint16(0) !== 0xffd8) return undefined;
  let offset = 2;
  for (;;) {
    if (view.getUint8(offset) !== 0xff) return undefined;
    const marker = view.getUint8(offset + 1);
    if (marker === 0xff) {
      offset += 1;
    } else if (isFrameHeader(marker)) {
      const height = view.getUint16(offset + 5);
      return { format: 'JPEG', width: view.getUint16(offset + 7), height };
    } else {
      offset += 2 + view.getUint16(offset + 2);
    }
  }
}

/** SOF0 to SOF15 without the three other segments in that range. */
function isFrameHeader(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
}

const SIGNATURES: readonly { mediaType: string; extension: string; at: number; bytes: number[] }[] =
  [
    { mediaType: 'image/png', extension: 'png', at: 0, bytes: [0x89, 0x50, 0x4e, 0x47] },
    { mediaType: 'image/jpeg', extension: 'jpg', at: 0, bytes: [0xff, 0xd8, 0xff] },
    { mediaType: 'image/gif', extension: 'gif', at: 0, bytes: [0x47, 0x49, 0x46, 0x38] },
    { mediaType: 'image/webp', extension: 'webp', at: 8, bytes: [0x57, 0x45, 0x42, 0x50] },
  ];

export interface ImageType {
  mediaType: string;
  /** Of file names, without the dot. */
  extension: string;
}

/** What kind of image the bytes are, whatever anybody says; `undefined` for anything else. */
export function imageTypeOf(bytes: Uint8Array): ImageType | undefined {
  return SIGNATURES.find((one) => one.bytes.every((byte, i) => bytes[one.at + i] === byte));
}

/** The bytes in pieces: of one size, or of these sizes in turn. */
export function cut(bytes: Uint8Array, sizes: number | number[]): Uint8Array[] {
  const pieces: Uint8Array[] = [];
  let from = 0;
  for (let turn = 0; from < bytes.length; turn++) {
    const size = typeof sizes === 'number' ? sizes : (sizes[turn] ?? bytes.length);
    pieces.push(bytes.subarray(from, from + size));
    from += size;
  }
  return pieces;
}

const BEYOND_ASCII = /[\u0080-\uffff]/;

/**
 * Places in a text as UTF-16 units, for places told in bytes of its UTF-8. The text is walked once,
 * whatever the order of the places; one beyond its end is its end.
 */
export function unitsOfBytes(text: string, bytes: readonly number[]): number[] {
  return translate(text, bytes, (byte, place) => byte >= place, 'unit');
}

/** Places in a text as bytes of its UTF-8, for places told in UTF-16 units. */
export function bytesOfUnits(text: string, units: readonly number[]): number[] {
  return translate(text, units, (_, place, unit) => unit >= place, 'byte');
}

function translate(
  text: string,
  places: readonly number[],
  reached: (byte: number, place: number, unit: number) => boolean,
  wanted: 'unit' | 'byte',
): number[] {
  if (!BEYOND_ASCII.test(text)) return places.map((place) => Math.min(place, text.length));
  const order = places.map((_, at) => at).sort((a, b) => (places[a] ?? 0) - (places[b] ?? 0));
  const found: number[] = new Array(places.length).fill(0);
  let unit = 0;
  let byte = 0;
  for (const at of order) {
    while (unit < text.length && !reached(byte, places[at] ?? 0, unit)) {
      const point = text.codePointAt(unit) ?? 0;
      unit += point > 0xffff ? 2 : 1;
      byte += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
    }
    found[at] = wanted === 'unit' ? unit : byte;
  }
  return found;
}

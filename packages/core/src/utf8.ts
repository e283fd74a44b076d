const EMPTY = new Uint8Array(0);

/**
 * Turns bytes that come in pieces into text. A code point that is cut between two pieces comes out
 * whole with the second, invalid bytes as U+FFFD, and a byte order mark at the start not at all:
 * what `TextDecoder` does with `stream: true`, whose slow path this avoids.
 */
export class Utf8Pieces {
  readonly #decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  #cut: Uint8Array = EMPTY;
  #started = false;

  /** The text of this piece, without a last code point that is not complete yet. */
  push(bytes: Uint8Array): string {
    let all = bytes;
    if (this.#cut.length > 0) {
      all = new Uint8Array(this.#cut.length + bytes.length);
      all.set(this.#cut);
      all.set(bytes, this.#cut.length);
    }
    const end = all.length - incompleteTail(all);
    this.#cut = end === all.length ? EMPTY : all.slice(end);
    return this.#text(end === all.length ? all : all.subarray(0, end));
  }

  /** What the last bytes stand for when nothing follows. */
  end(): string {
    const rest = this.#text(this.#cut);
    this.#cut = EMPTY;
    return rest;
  }

  #text(bytes: Uint8Array): string {
    if (bytes.length === 0) return '';
    const text = this.#decoder.decode(bytes);
    if (this.#started) return text;
    this.#started = true;
    return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  }
}

/** How many of the last bytes (at most three) begin a code point that may still be completed. */
function incompleteTail(bytes: Uint8Array): number {
  const { length } = bytes;
  for (let back = 1; back <= 3 && back <= length; back++) {
    const byte = bytes[length - back] as number;
    if (byte < 0x80) return 0;
    if (byte < 0xc0) continue;
    const wanted = byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
    return wanted > back ? back : 0;
  }
  return 0;
}

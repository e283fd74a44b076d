/** Where lines go; `write` may keep them for a while, and `flush` ends that. */
interface Output {
  write(lines: string): unknown;
  flush(): void;
}

/**
 * Keeps lines until there are enough of them to be worth a write. (The output's own way of keeping
 * them counts all that it keeps anew for each line.)
 */
export class LineBatch {
  readonly #output: Output;
  readonly #enough: number;
  readonly #most: number;
  #lines = '';
  #bytes = 0;
  /** Whether the output may still keep something. */
  #isOwed = false;

  /**
   * @param enough the bytes at which they are written.
   * @param most the bytes that a write does not exceed, unless a single line does.
   */
  constructor(output: Output, { enough, most }: { enough: number; most: number }) {
    this.#output = output;
    this.#enough = enough;
    this.#most = most;
  }

  write(line: string): void {
    const bytes = Buffer.byteLength(line);
    if (this.#bytes + bytes > this.#most) this.handOver();
    this.#lines += line;
    this.#bytes += bytes;
    if (this.#bytes >= this.#enough) this.handOver();
  }

  /** Has everything written that is not yet. */
  flush(): void {
    this.handOver();
    if (!this.#isOwed) return;
    this.#isOwed = false;
    this.#output.flush();
  }

  /** Hands what there is to the output, which writes it when it wants to. */
  handOver(): void {
    if (this.#bytes === 0) return;
    const lines = this.#lines;
    this.#lines = '';
    this.#bytes = 0;
    this.#isOwed = true;
    this.#output.write(lines);
  }
}

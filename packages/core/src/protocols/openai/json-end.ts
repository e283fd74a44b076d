/**
 * Watches JSON text that comes in pieces for the end of its object. Linear; looks at each
 * character once. It does not judge the text: what is no JSON may have an end too.
 */
export class JsonEnd {
  #depth = 0;
  #inString = false;
  #isEscaped = false;
  #isComplete = false;
  #isFresh = true;

  /** Whether nothing was pushed yet. */
  get isFresh(): boolean {
    return this.#isFresh;
  }

  get isComplete(): boolean {
    return this.#isComplete;
  }

  /** @returns how much of the piece belongs to the object; less than all when it ends within. */
  push(piece: string): number {
    this.#isFresh = false;
    for (let at = 0; at < piece.length; at++) {
      if (this.#isComplete) return at;
      const code = piece.charCodeAt(at);
      if (this.#inString) this.#readInString(code);
      else if (code === 0x22) this.#inString = true;
      else if (code === 0x7b || code === 0x5b) this.#depth++;
      else if (code === 0x7d || code === 0x5d) this.#close();
    }
    return piece.length;
  }

  #readInString(code: number): void {
    if (this.#isEscaped) this.#isEscaped = false;
    else if (code === 0x5c) this.#isEscaped = true;
    else if (code === 0x22) this.#inString = false;
  }

  #close(): void {
    this.#depth--;
    if (this.#depth <= 0) this.#isComplete = true;
  }
}

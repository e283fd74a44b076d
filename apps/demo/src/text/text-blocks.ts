import { isFence } from './markdown.ts';

/** A block that goes on longer than this is shown in several. */
const MAX_LINES = 40;
const MAX_CHARACTERS = 4000;

/**
 * A text that grows, cut into blocks, so that each new piece changes the last block only: showing a
 * long answer costs the same for its last line as for its first.
 *
 * Blocks end at an empty line outside code, or when they have become long.
 */
export class TextBlocks {
  /** Blocks that will not change any more. */
  readonly done: string[] = [];
  /** The block that is growing. */
  tail = '';
  #code = '';
  #lines = 0;
  /** Where the line begins that is not complete yet. */
  #lineStart = 0;

  push(text: string): void {
    this.tail += text;
    for (;;) {
      const end = this.tail.indexOf('\n', this.#lineStart);
      if (end === -1) break;
      this.#endLine(this.tail.slice(this.#lineStart, end), end + 1);
    }
    if (this.tail.length > MAX_CHARACTERS && this.#code === '') this.#cut(this.#lastSpace());
  }

  /** The whole text. */
  text(): string {
    return this.done.join('') + this.tail;
  }

  #endLine(line: string, next: number): void {
    this.#lines += 1;
    this.#lineStart = next;
    const fence = isFence(line) ? line : '';
    if (fence !== '') this.#code = this.#code === '' ? `${fence.trim()}\n` : '';
    const isBlank = line.trim() === '';
    if (this.#code === '' && (isBlank || this.#lines >= MAX_LINES || fence !== '')) this.#cut(next);
  }

  #lastSpace(): number {
    const space = this.tail.lastIndexOf(' ');
    return space > MAX_CHARACTERS / 2 ? space + 1 : this.tail.length;
  }

  #cut(at: number): void {
    this.done.push(this.tail.slice(0, at));
    this.tail = this.tail.slice(at);
    this.#lines = 0;
    this.#lineStart = Math.max(0, this.#lineStart - at);
  }
}

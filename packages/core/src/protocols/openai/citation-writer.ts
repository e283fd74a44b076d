import type { JsonObject } from '../../json.ts';
import type { Citation } from '../../part.ts';
import { type TextSpan, writeCitation } from './citations.ts';

/**
 * Holds the citations of a streamed text back until the text has ended: this wire tells their place
 * in the whole answer, and some providers cite before they speak.
 */
export class CitationWriter {
  readonly #spans = new Map<number, TextSpan>();
  #held: { citation: Citation; span: TextSpan }[] = [];
  #index = -1;
  #span: TextSpan = { from: 0, to: 0 };

  /** Takes in the length of a piece of text. @returns what is to be told before it. */
  addText(index: number, length: number): JsonObject[] | undefined {
    if (index === this.#index) {
      this.#span.to += length;
      return undefined;
    }
    const told = this.take();
    this.#begin(index);
    this.#span.to += length;
    return told;
  }

  add(index: number, citation: Citation): void {
    if (!this.#spans.has(index)) this.#begin(index);
    this.#held.push({ citation, span: this.#spans.get(index) ?? this.#span });
  }

  /** What has been held back. */
  take(): JsonObject[] | undefined {
    if (this.#held.length === 0) return undefined;
    const annotations = this.#held.map(({ citation, span }) => writeCitation(citation, span));
    this.#held = [];
    const told = annotations.filter((annotation) => annotation !== undefined);
    return told.length > 0 ? told : undefined;
  }

  #begin(index: number): void {
    const known = this.#spans.get(index);
    this.#index = index;
    this.#span = known ?? { from: this.#span.to, to: this.#span.to };
    if (!known) this.#spans.set(index, this.#span);
  }
}

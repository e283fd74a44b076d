import { mergeExtra } from '../../fold.ts';
import type { JsonObject } from '../../json.ts';
import type { ReasoningPart } from '../../part.ts';
import type { ReplyEvent } from '../../reply.ts';
import { writeDetail } from './reasoning-details.ts';

type ThoughtPiece = Extract<ReplyEvent, { type: 'reasoning' }>;

/**
 * Decides when the entries of `reasoning_details` are told in a stream. Thoughts go out as plain
 * text while they come. A part gets an entry, with its whole text, once it has ended and the plain
 * text does not say all of it: it is signed or withheld, it does not stand first, or there are
 * several. Once one part has an entry all have, so that a caller who collects them has them all.
 */
export class ThoughtWriter {
  #part: ReasoningPart | undefined;
  #index = -1;
  #isOpen = false;
  /** The first part, which got no entry as long as it was the only one. */
  #unsaid: { part: ReasoningPart; index: number } | undefined;
  #hasSeveral = false;

  /** Takes in a piece. @returns the entries to be told before it. */
  push(piece: ThoughtPiece): JsonObject[] | undefined {
    const part = this.#part;
    if (part && piece.index === this.#index) {
      part.text += piece.text;
      if (piece.signature) part.signature = piece.signature;
      if (piece.redacted) part.redacted = true;
      if (piece.extra) part.extra = mergeExtra(part.extra, piece.extra);
      if (this.#isOpen) return undefined;
      this.#unsaid = undefined;
      return [writeDetail(part, this.#index)];
    }
    const { index, ...first } = piece;
    const entries = this.leave() ?? [];
    if (this.#part) this.#hasSeveral = true;
    if (this.#hasSeveral && this.#unsaid) {
      entries.unshift(writeDetail(this.#unsaid.part, this.#unsaid.index));
      this.#unsaid = undefined;
    }
    this.#part = first;
    this.#index = index;
    this.#isOpen = true;
    return entries.length > 0 ? entries : undefined;
  }

  /** Another kind of part begins. @returns the entries to be told before it. */
  leave(): JsonObject[] | undefined {
    const part = this.#part;
    if (!this.#isOpen || !part) return undefined;
    this.#isOpen = false;
    const isPlain = !part.signature && !part.redacted && !part.extra?.openai && this.#index === 0;
    if (isPlain && !this.#hasSeveral) {
      this.#unsaid = { part, index: this.#index };
      return undefined;
    }
    return [writeDetail(part, this.#index)];
  }

  /** The answer ends. @returns the last entries. */
  end(): JsonObject[] | undefined {
    return this.leave();
  }
}

import type { JsonValue } from '../../json.ts';
import type { ReasoningPart } from '../../part.ts';
import type { ReplyEvent } from '../../reply.ts';
import type { Signature } from '../../signature.ts';
import type { PartCounter } from './part-counter.ts';
import { continues, type ReasoningDetail, readDetail } from './reasoning-details.ts';

type Emit = (event: ReplyEvent) => void;

interface Thought {
  part: number;
  kind: ReasoningDetail['kind'];
  text: string;
  /** Its text came as `reasoning_content`; an entry with the same text tells nothing but the rest. */
  isPlain: boolean;
  /** Its entry has come: more text belongs to another part. */
  isSealed: boolean;
  index?: number | undefined;
  signature?: Signature | undefined;
}

/**
 * Puts thoughts together from a stream, where they may come as plain text, as entries of
 * `reasoning_details`, or as both at once.
 */
export class Thoughts {
  readonly #parts: PartCounter;
  #last: Thought | undefined;
  /** Whether the last part of the answer so far is a thought. */
  #isOpen = false;

  constructor(parts: PartCounter) {
    this.#parts = parts;
  }

  /** Another kind of part begins. */
  leave(): void {
    this.#isOpen = false;
  }

  /** Takes in what one piece of the stream says. */
  push(plain: string, entries: readonly JsonValue[], emit: Emit): void {
    const details = entries.map(readDetail).filter((detail) => detail !== undefined);
    const told = details.map((detail) => detail.text).join('');
    const isTwice = plain !== '' && plain === told;
    if (plain !== '' && !isTwice) this.pushPlain(plain, emit);
    for (const detail of details) this.#pushDetail(detail, isTwice, emit);
  }

  pushPlain(text: string, emit: Emit): void {
    let thought = this.#last;
    const isWhole = thought?.isSealed || (thought?.signature && !thought.isPlain);
    if (!thought || !this.#isOpen || isWhole) thought = this.#begin('text', true);
    thought.text += text;
    emit({ type: 'reasoning', index: thought.part, text });
  }

  /** A part in one piece. */
  pushWhole(part: ReasoningPart, emit: Emit): void {
    const { part: index } = this.#begin('text', false);
    emit({ ...part, index });
  }

  #pushDetail(detail: ReasoningDetail, isTwice: boolean, emit: Emit): void {
    const last = this.#last;
    const isEmpty = detail.text === '' && !detail.signature && !detail.rest;
    if (isEmpty && detail.kind !== 'encrypted') return;
    if (last && !isTwice && last.isPlain && !last.isSealed && repeats(detail, last)) {
      last.isSealed = true;
      last.signature = detail.signature;
      this.#emit(last, '', detail, emit);
      return;
    }
    if (last && !last.isSealed && this.#continues(detail, last)) {
      last.index ??= detail.index;
      last.signature = detail.signature ?? last.signature;
      last.text += detail.text;
      this.#emit(last, detail.text, detail, emit);
      return;
    }
    const thought = this.#begin(detail.kind, false);
    thought.index = detail.index;
    thought.signature = detail.signature;
    thought.text = detail.text;
    thought.isSealed = detail.kind === 'encrypted';
    this.#emit(thought, detail.text, detail, emit);
  }

  #continues(detail: ReasoningDetail, last: Thought): boolean {
    if (continues(detail, last)) return this.#isOpen || detail.text === '';
    if (!this.#isOpen || detail.kind !== last.kind || last.signature) return false;
    return detail.kind !== 'encrypted' && detail.index === last.index;
  }

  #begin(kind: Thought['kind'], isPlain: boolean): Thought {
    const thought = { part: this.#parts.take(), kind, text: '', isPlain, isSealed: false };
    this.#last = thought;
    this.#isOpen = true;
    return thought;
  }

  #emit(thought: Thought, text: string, detail: ReasoningDetail, emit: Emit): void {
    emit({
      type: 'reasoning',
      index: thought.part,
      text,
      ...(detail.signature ? { signature: detail.signature } : {}),
      ...(detail.kind === 'encrypted' ? { redacted: true as const } : {}),
      ...(detail.rest ? { extra: { openai: detail.rest } } : {}),
    });
  }
}

function repeats(detail: ReasoningDetail, thought: Thought): boolean {
  return detail.kind !== 'encrypted' && detail.text === thought.text;
}

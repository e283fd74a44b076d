import type { AIMessageChunk } from '@langchain/core/messages';
import { ChatGenerationChunk } from '@langchain/core/outputs';
import { type AnswerSum, addPieces, ReplyChunk } from './reply-chunk.ts';

/**
 * One piece of an answer as LangChain streams it. LangChain adds all pieces up, whether or not
 * anyone listens, and a message made of each sum costs more than all else in a stream: here the
 * message is made for the last sum alone, or when it is looked at.
 */
export class ReplyPiece extends ChatGenerationChunk {
  declare message: ReplyChunk;

  constructor(message: ReplyChunk, text: string) {
    super({ text, message });
  }

  override concat(chunk: ChatGenerationChunk): ChatGenerationChunk {
    const sum = ReplyChunk.sumOf(this.message);
    return sum ? extend({ text: this.text, sum }, chunk) : super.concat(chunk);
  }
}

interface Growing {
  text: string;
  sum: AnswerSum;
}

/** Pieces of an answer whose end has not come. */
class GrowingAnswer implements ChatGenerationChunk {
  readonly #growing: Growing;
  #message: ReplyChunk | undefined;

  constructor(growing: Growing) {
    this.#growing = growing;
  }

  get text(): string {
    return this.#growing.text;
  }

  get message(): ReplyChunk {
    this.#message ??= ReplyChunk.of(this.#growing.sum);
    return this.#message;
  }

  concat(chunk: ChatGenerationChunk): ChatGenerationChunk {
    return extend(this.#growing, chunk);
  }

  toJSON(): { text: string; message: ReplyChunk } {
    return { text: this.text, message: this.message };
  }
}

function extend({ text, sum }: Growing, chunk: ChatGenerationChunk): ChatGenerationChunk {
  const whole = text + chunk.text;
  const other = ReplyChunk.sumOf(chunk.message);
  if (!other) {
    const message = ReplyChunk.of(sum).concat(chunk.message as AIMessageChunk);
    return new ChatGenerationChunk({ text: whole, message });
  }
  const grown = addPieces(sum, other);
  if (!grown.isLast) return new GrowingAnswer({ text: whole, sum: grown });
  return new ReplyPiece(ReplyChunk.of(grown), whole);
}

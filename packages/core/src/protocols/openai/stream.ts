import { OfoxError } from '../../error.ts';
import { isJsonObject, type JsonObject } from '../../json.ts';
import type { ReplyEvent } from '../../reply.ts';
import type { ServerSentEvent } from '../../sse.ts';
import type { DecodeContext, StreamDecoder } from '../protocol.ts';
import { bodyError } from './error.ts';
import { ReplyReader } from './reply-reader.ts';

const QUOTED = 200;

/**
 * Reads the stream of `POST /chat/completions`
 * (platform.openai.com/docs/api-reference/chat-streaming).
 */
export function decodeStream(context: DecodeContext = {}): StreamDecoder {
  return new ChunkDecoder(context);
}

class ChunkDecoder implements StreamDecoder {
  readonly #reader: ReplyReader;
  #isDone = false;

  constructor(context: DecodeContext) {
    this.#reader = new ReplyReader(context);
  }

  push(event: ServerSentEvent, emit: (event: ReplyEvent) => void): void {
    const { data } = event;
    if (this.#isDone || data === '') return;
    if (data === '[DONE]' || data.trim() === '[DONE]') {
      this.#end(emit);
      return;
    }
    const chunk = parse(data);
    if (event.event === 'error') throw bodyError(chunk);
    this.#reader.push(chunk, false, emit);
  }

  end(emit: (event: ReplyEvent) => void): void {
    if (this.#isDone) return;
    if (!this.#reader.isFinished) throw broken();
    this.#reader.warn('unterminated', 'The stream ended without its closing [DONE].');
    this.#end(emit);
  }

  #end(emit: (event: ReplyEvent) => void): void {
    this.#isDone = true;
    if (!this.#reader.isStarted) throw broken();
    if (!this.#reader.isFinished) {
      this.#reader.warn('malformed', 'The answer did not say why it ended.');
    }
    this.#reader.end(emit);
  }
}

function parse(data: string): JsonObject {
  let chunk: unknown;
  try {
    chunk = JSON.parse(data);
  } catch (cause) {
    throw new OfoxError('stream', `A chunk of the stream is not JSON: ${quote(data)}`, { cause });
  }
  if (isJsonObject(chunk)) return chunk;
  throw new OfoxError('stream', `A chunk of the stream is not an object: ${quote(data)}`);
}

function quote(data: string): string {
  return data.length > QUOTED ? `${data.slice(0, QUOTED)}…` : data;
}

function broken(): OfoxError {
  return new OfoxError('stream', 'The stream ended before the answer was complete.');
}

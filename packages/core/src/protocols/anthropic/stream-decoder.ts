import { OfoxError } from '../../error.ts';
import { isJsonObject, type JsonObject } from '../../json.ts';
import type { ReplyEvent } from '../../reply.ts';
import type { ServerSentEvent } from '../../sse.ts';
import type { DecodeContext, StreamDecoder } from '../protocol.ts';
import { errorOfBody } from './error.ts';
import { ReplyReader } from './reply-reader.ts';

/**
 * Reads a streamed message (Anthropic's guide to streaming): `message_start`, the blocks one after
 * another, `message_delta`, `message_stop`. Pings and events of unknown kinds are passed over.
 */
export class AnthropicStreamDecoder implements StreamDecoder {
  readonly #reader: ReplyReader;
  #isComplete = false;

  constructor(context?: DecodeContext) {
    this.#reader = new ReplyReader(context);
  }

  push({ event: name, data }: ServerSentEvent, emit: (event: ReplyEvent) => void): void {
    if (this.#isComplete || data === '' || data === '[DONE]') return;
    const event = parse(data);
    switch (event.type ?? name) {
      case 'content_block_delta':
        if (isJsonObject(event.delta)) {
          this.#reader.addToBlock(numberOf(event), event.delta, emit);
        }
        return;
      case 'content_block_start':
        if (isJsonObject(event.content_block)) {
          this.#reader.openBlock(numberOf(event), event.content_block, emit);
        }
        return;
      case 'content_block_stop':
        this.#reader.closeBlock(numberOf(event), emit);
        return;
      case 'message_start':
        if (isJsonObject(event.message)) this.#reader.start(event.message, emit);
        return;
      case 'message_delta':
        this.#reader.readDelta(event, emit);
        return;
      case 'message_stop':
        this.#isComplete = true;
        this.#reader.stop(emit);
        return;
      case 'error':
        throw errorOfBody(event);
      default:
        if (event.type === undefined && event.error !== undefined) throw errorOfBody(event);
    }
  }

  end(): void {
    if (this.#isComplete) return;
    throw new OfoxError('stream', 'The stream ended before message_stop.', {
      protocol: 'anthropic',
    });
  }
}

function parse(data: string): JsonObject {
  let event: unknown;
  try {
    event = JSON.parse(data);
  } catch (cause) {
    throw notAnEvent(data, cause);
  }
  if (!isJsonObject(event)) throw notAnEvent(data, undefined);
  return event;
}

function notAnEvent(data: string, cause: unknown): OfoxError {
  const message = `An event of the stream is no JSON object: ${data.slice(0, 200)}`;
  return new OfoxError('stream', message, { protocol: 'anthropic', cause });
}

function numberOf(event: JsonObject): number {
  return typeof event.index === 'number' ? event.index : 0;
}

import type { OfoxError } from '../../error.ts';
import { mergeExtra } from '../../fold.ts';
import type { JsonObject } from '../../json.ts';
import type { Extra } from '../../protocol-name.ts';
import type { Finish, ReplyEvent } from '../../reply.ts';
import { NO_USAGE, type Usage } from '../../usage.ts';
import type { StreamEncoder } from '../protocol.ts';
import { BlockWriter, frame } from './block-writer.ts';
import { writeExtra } from './encoding.ts';
import { encodeError } from './error.ts';
import { toldFinish } from './reply.ts';
import { writeUsage } from './usage.ts';
import { writeStopReason } from './words.ts';

type Start = Extract<ReplyEvent, { type: 'start' }>;

/** Fields of a message that `message_delta` tells within its `delta`. */
const IN_DELTA = new Set(['container', 'stop_details']);

/**
 * Writes a streamed message for a caller. `message_start` waits for the event after `start`, so
 * that it can tell the input's tokens where the provider told them early; `message_delta` tells all
 * counts again, as they are known only then with most providers.
 */
export class AnthropicStreamEncoder implements StreamEncoder {
  readonly #blocks = new BlockWriter();
  #start: Start | undefined;
  #usage: Usage = NO_USAGE;
  #extra: Extra | undefined;

  push(event: ReplyEvent): string {
    switch (event.type) {
      case 'start':
        this.#start = event;
        return '';
      case 'usage':
        this.#usage = event.usage;
        return '';
      case 'extra':
        this.#extra = mergeExtra(this.#extra, event.extra);
        return '';
      case 'logprobs':
      case 'warning':
        return '';
      case 'finish':
        return this.#preamble() + this.#blocks.closeAll() + this.#closing(event.finish);
      default:
        return this.#start ? this.#preamble() + this.#blocks.push(event) : this.#blocks.push(event);
    }
  }

  end(): string {
    return '';
  }

  fail(error: OfoxError): string {
    return frame('error', encodeError(error).body);
  }

  #preamble(): string {
    if (!this.#start) return '';
    const { id, model } = this.#start;
    this.#start = undefined;
    const message: JsonObject = {
      id,
      type: 'message',
      role: 'assistant',
      model,
      content: [],
      stop_reason: null,
      stop_sequence: null,
      usage: writeUsage(this.#usage),
    };
    writeExtra(this.#extra, message);
    this.#extra = undefined;
    return frame('message_start', { type: 'message_start', message });
  }

  #closing(finish: Finish): string {
    const told = toldFinish(finish, this.#blocks.hasRefusal);
    const delta: JsonObject = {
      stop_reason: writeStopReason(told),
      stop_sequence: told.stopSequence ?? null,
    };
    const event: JsonObject = { type: 'message_delta', delta, usage: writeUsage(this.#usage) };
    const fields = this.#extra?.anthropic ?? {};
    const within = Object.entries(fields).filter(([key]) => IN_DELTA.has(key));
    const beside = Object.entries(fields).filter(([key]) => !IN_DELTA.has(key));
    writeExtra({ anthropic: Object.fromEntries(within) }, delta);
    writeExtra({ anthropic: Object.fromEntries(beside) }, event);
    return frame('message_delta', event) + frame('message_stop', { type: 'message_stop' });
  }
}

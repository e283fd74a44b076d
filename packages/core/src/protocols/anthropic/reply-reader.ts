import { OfoxError } from '../../error.ts';
import { isJsonObject, type JsonObject } from '../../json.ts';
import type { Finish, ReplyEvent } from '../../reply.ts';
import type { Usage } from '../../usage.ts';
import type { DecodeContext } from '../protocol.ts';
import { besides } from './besides.ts';
import { BlockReader } from './block-reader.ts';
import { readUsage } from './usage.ts';
import { readStopReason } from './words.ts';

type Emit = (event: ReplyEvent) => void;

const MESSAGE = new Set([
  'id',
  'type',
  'role',
  'model',
  'content',
  'stop_reason',
  'stop_sequence',
  'usage',
]);
const NONE: ReadonlySet<string> = new Set();
const DELTA = new Set(['stop_reason', 'stop_sequence']);
const MESSAGE_DELTA = new Set(['type', 'delta', 'usage']);

/**
 * Turns a message into events, told whole or in the pieces of a stream: what it is, its blocks, and
 * how it ended. Unknown fields are kept in `extra`, unknown blocks as opaque parts.
 */
export class ReplyReader {
  readonly #model: string;
  readonly #blocks = new BlockReader();
  #id: string | undefined;
  #usage: JsonObject = {};
  /** The same, read; absent when it has changed since. */
  #read: Usage | undefined;
  #finish: Finish | undefined;

  constructor(context: DecodeContext = {}) {
    this.#model = context.model ?? '';
  }

  /**
   * Reads a message, with whatever content it already holds. The same message told again is passed
   * over, as some proxies repeat it.
   * @throws OfoxError of kind `stream` for another message within this one.
   */
  start(message: JsonObject, emit: Emit): void {
    const id = typeof message.id === 'string' ? message.id : '';
    if (this.#id !== undefined) {
      if (this.#id === id) return;
      throw new OfoxError('stream', 'Another answer began before this one was complete.', {
        protocol: 'anthropic',
      });
    }
    this.#begin(id, typeof message.model === 'string' ? message.model : this.#model, emit);
    if (isJsonObject(message.usage)) {
      this.#usage = message.usage;
      this.#read = readUsage(message.usage);
      emit({ type: 'usage', usage: this.#read });
    }
    emitExtra(message, MESSAGE, emit);
    this.#readStop(message);
    if (!Array.isArray(message.content)) return;
    for (const [index, block] of message.content.entries()) {
      if (!isJsonObject(block)) continue;
      this.#blocks.open(index, block, emit);
      this.#blocks.close(index, emit);
    }
  }

  #begin(id: string, model: string, emit: Emit): void {
    this.#id = id;
    this.#blocks.scope = id;
    emit({ type: 'start', id, model });
  }

  openBlock(index: number, block: JsonObject, emit: Emit): void {
    if (this.#id === undefined) this.#begin('', this.#model, emit);
    this.#blocks.open(index, block, emit);
  }

  addToBlock(index: number, delta: JsonObject, emit: Emit): void {
    if (this.#id === undefined) this.#begin('', this.#model, emit);
    this.#blocks.add(index, delta, emit);
  }

  closeBlock(index: number, emit: Emit): void {
    this.#blocks.close(index, emit);
  }

  /** Reads `message_delta`: how the message ends, and counts that replace those told before. */
  readDelta(event: JsonObject, emit: Emit): void {
    if (this.#id === undefined) this.#begin('', this.#model, emit);
    if (isJsonObject(event.usage)) {
      this.#usage = { ...this.#usage, ...besides(event.usage, NONE) };
      this.#read = undefined;
    }
    if (isJsonObject(event.delta)) {
      this.#readStop(event.delta);
      emitExtra(event.delta, DELTA, emit);
    }
    emitExtra(event, MESSAGE_DELTA, emit);
  }

  #readStop({ stop_reason: word, stop_sequence: sequence }: JsonObject): void {
    if (typeof word !== 'string') return;
    this.#finish = {
      reason: readStopReason(word),
      raw: word,
      ...(typeof sequence === 'string' ? { stopSequence: sequence } : {}),
    };
  }

  /** Closes what is still open, and tells the counts and the end. */
  stop(emit: Emit): void {
    if (this.#id === undefined) this.#begin('', this.#model, emit);
    this.#blocks.closeAll(emit);
    emit({ type: 'usage', usage: this.#read ?? readUsage(this.#usage) });
    const reason = this.#blocks.hasCalls ? 'tool_calls' : 'stop';
    emit({ type: 'finish', finish: this.#finish ?? { reason } });
  }
}

function emitExtra(object: JsonObject, known: ReadonlySet<string>, emit: Emit): void {
  const rest = besides(object, known);
  if (rest) emit({ type: 'extra', extra: { anthropic: rest } });
}

import type { OfoxError } from '../../error.ts';
import { isJsonObject, type JsonObject } from '../../json.ts';
import type { MediaPart } from '../../part.ts';
import type { Finish, ReplyEvent } from '../../reply.ts';
import { NO_USAGE, type Usage } from '../../usage.ts';
import type { EncodeReplyContext, StreamEncoder } from '../protocol.ts';
import { CitationWriter } from './citation-writer.ts';
import { errorBody } from './error.ts';
import { writeLogprobs } from './logprobs.ts';
import { writeReplyAudio } from './reply-audio.ts';
import { writeReplyImage } from './reply-image.ts';
import { writeThoughtSignature } from './thought-signature.ts';
import { ThoughtWriter } from './thought-writer.ts';
import { isCustomCall, writeToolCall } from './tool-calls.ts';
import { writeUsage } from './usage.ts';
import { writeFinish } from './words.ts';

/**
 * Writes a streamed answer as `chat.completion.chunk` objects
 * (platform.openai.com/docs/api-reference/chat-streaming), closed by `[DONE]`.
 */
export function encodeStream(context: EncodeReplyContext = {}): StreamEncoder {
  return new ChunkEncoder(context);
}

class ChunkEncoder implements StreamEncoder {
  readonly #context: EncodeReplyContext;
  readonly #tail: string;
  readonly #thoughts = new ThoughtWriter();
  readonly #citations = new CitationWriter();
  /** Part number to the call's number on this wire. */
  readonly #calls = new Map<number, number>();
  /** Parts that are calls of which no argument was told. */
  readonly #bare = new Set<number>();
  #callCount = 0;
  #head: JsonObject = {};
  /** Everything of a chunk up to its delta, written once. */
  #prefix = '';
  #choiceExtra: JsonObject = {};
  #messageExtra: JsonObject = {};
  #hasRefusal = false;
  #hasText = false;
  #usage: Usage = NO_USAGE;

  constructor(context: EncodeReplyContext) {
    this.#context = context;
    const usage = context.includeUsage ? ',"usage":null' : '';
    this.#tail = `,"logprobs":null,"finish_reason":null}]${usage}}\n\n`;
  }

  push(event: ReplyEvent): string {
    switch (event.type) {
      case 'text': {
        this.#hasText = true;
        const closed = this.#thoughts.leave();
        const cited = this.#citations.addText(event.index, event.text.length);
        const text = this.#chunkOf('content', event.text);
        if (closed === undefined && cited === undefined && !event.signature) return text;
        const before = this.#details(closed) + this.#annotations(cited);
        return before + (event.signature ? this.#signedText(event) : text);
      }
      case 'reasoning': {
        const closed = this.#thoughts.push(event);
        const text = event.text === '' ? '' : this.#chunkOf('reasoning_content', event.text);
        return closed === undefined ? text : this.#details(closed) + text;
      }
      case 'tool-call-delta': {
        const call = this.#calls.get(event.index) ?? 0;
        const json = JSON.stringify(event.arguments);
        this.#bare.delete(event.index);
        return `${this.#prefix}{"tool_calls":[{"index":${call},"function":{"arguments":${json}}}]}${this.#tail}`;
      }
      case 'start':
        this.#start(event);
        return this.#chunk({ role: 'assistant', content: '', refusal: null });
      case 'finish':
        return (
          this.#details(this.#thoughts.end()) +
          this.#annotations(this.#citations.take()) +
          this.#finish(event.finish)
        );
      case 'usage':
        this.#usage = event.usage;
        return '';
      case 'extra':
        this.#takeExtra(event.extra.openai ?? {});
        return '';
      case 'warning':
        return '';
      default:
        return this.#details(this.#thoughts.leave()) + this.#pushOther(event);
    }
  }

  #pushOther(
    event: Extract<
      ReplyEvent,
      {
        type:
          | 'refusal'
          | 'tool-call-start'
          | 'tool-call-end'
          | 'media'
          | 'opaque'
          | 'citation'
          | 'logprobs';
      }
    >,
  ): string {
    switch (event.type) {
      case 'refusal':
        this.#hasRefusal = true;
        return this.#chunkOf('refusal', event.text);
      case 'tool-call-start':
        return this.#startCall(event);
      case 'tool-call-end':
        return this.#endCall(event);
      case 'media':
        return this.#chunk(mediaDelta(event.part));
      case 'opaque':
        if (!isCustomCall(event.part)) return '';
        return this.#chunk({ tool_calls: [{ ...event.part.value, index: this.#callCount++ }] });
      case 'citation':
        this.#citations.add(event.index, event.citation);
        return '';
      case 'logprobs':
        return this.#chunk({}, { logprobs: writeLogprobs(event.tokens, this.#isRefusal()) });
    }
  }

  end(): string {
    const usage = this.#context.includeUsage
      ? `data: ${JSON.stringify({ ...this.#head, choices: [], usage: writeUsage(this.#usage) })}\n\n`
      : '';
    return `${usage}data: [DONE]\n\n`;
  }

  fail(error: OfoxError): string {
    return `data: ${JSON.stringify(errorBody(error))}\n\n`;
  }

  #start(event: Extract<ReplyEvent, { type: 'start' }>): void {
    this.#setHead({
      id: event.id,
      object: 'chat.completion.chunk',
      created: event.created ?? this.#context.created ?? 0,
      model: event.model,
    });
  }

  #setHead(head: JsonObject): void {
    this.#head = head;
    this.#prefix = `data: ${JSON.stringify(head).slice(0, -1)},"choices":[{"index":0,"delta":`;
  }

  /** What only this wire says of the answer stands in every chunk from now on. */
  #takeExtra(own: JsonObject): void {
    const { choice, message, ...others } = own;
    if (isJsonObject(choice)) this.#choiceExtra = { ...this.#choiceExtra, ...choice };
    if (isJsonObject(message)) this.#messageExtra = { ...this.#messageExtra, ...message };
    this.#setHead({ ...this.#head, ...others });
  }

  #startCall(event: Extract<ReplyEvent, { type: 'tool-call-start' }>): string {
    const number = this.#callCount++;
    this.#calls.set(event.index, number);
    this.#bare.add(event.index);
    const call = writeToolCall({ ...event, type: 'tool-call', arguments: '' });
    if (event.signature) writeThoughtSignature(event.signature, call);
    return this.#chunk({ tool_calls: [{ index: number, ...call }] });
  }

  /** A call without arguments has an empty object of them: callers parse what they get. */
  #endCall({ index, signature }: Extract<ReplyEvent, { type: 'tool-call-end' }>): string {
    const isBare = this.#bare.delete(index);
    if (!isBare && !signature) return '';
    const call: JsonObject = {
      index: this.#calls.get(index) ?? 0,
      function: { arguments: isBare ? '{}' : '' },
    };
    if (signature) writeThoughtSignature(signature, call);
    return this.#chunk({ tool_calls: [call] });
  }

  #signedText({ text, signature }: Extract<ReplyEvent, { type: 'text' }>): string {
    const delta: JsonObject = { content: text };
    if (signature) writeThoughtSignature(signature, delta);
    return this.#chunk(delta);
  }

  #details(details: JsonObject[] | undefined): string {
    return details === undefined ? '' : this.#chunk({ reasoning_details: details });
  }

  #annotations(annotations: JsonObject[] | undefined): string {
    return annotations === undefined ? '' : this.#chunk({ annotations });
  }

  #finish(finish: Finish): string {
    const { word, native } = writeFinish(finish);
    const choice: JsonObject = { ...this.#choiceExtra, finish_reason: word };
    if (native !== undefined) choice.native_finish_reason = native;
    if (finish.stopSequence !== undefined) choice.stop_reason = finish.stopSequence;
    return this.#chunk(this.#messageExtra, choice);
  }

  #isRefusal(): boolean {
    return this.#hasRefusal && !this.#hasText;
  }

  #chunkOf(field: 'content' | 'reasoning_content' | 'refusal', text: string): string {
    return `${this.#prefix}{"${field}":${JSON.stringify(text)}}${this.#tail}`;
  }

  #chunk(delta: JsonObject, choice?: JsonObject): string {
    if (!choice) return this.#prefix + JSON.stringify(delta) + this.#tail;
    const whole = { logprobs: null, finish_reason: null, ...choice };
    const usage = this.#context.includeUsage ? ',"usage":null' : '';
    const rest = JSON.stringify(whole).slice(1);
    return `${this.#prefix}${JSON.stringify(delta)},${rest}]${usage}}\n\n`;
  }
}

function mediaDelta(part: MediaPart): JsonObject {
  if (part.kind === 'audio') return { audio: writeReplyAudio(part) };
  return { images: [writeReplyImage(part)] };
}

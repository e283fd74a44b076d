import { OfoxError } from '../../error.ts';
import { mergeExtra } from '../../fold.ts';
import { isJsonObject, type JsonObject } from '../../json.ts';
import type { Citation } from '../../part.ts';
import type { ReplyEvent } from '../../reply.ts';
import type { ServerSentEvent } from '../../sse.ts';
import { NO_USAGE } from '../../usage.ts';
import type {
  DecodeContext,
  EncodeReplyContext,
  StreamDecoder,
  StreamEncoder,
} from '../protocol.ts';
import { CallQueue } from './call-queue.ts';
import { chunksOf } from './chunks.ts';
import { encodeError } from './error.ts';
import { type AnswerText, writeGrounding } from './grounding.ts';
import { type Ending, isBlocked, toldFinish, writeEnding, writeHead } from './reply.ts';
import {
  writeReplyCall,
  writeReplyPart,
  writeReplyText,
  writeReplyThought,
} from './reply-parts.ts';
import { ReplyReader } from './reply-reader.ts';

/** Reads a streamed answer: each event is a whole `GenerateContentResponse`. */
export function decodeStream(context?: DecodeContext): StreamDecoder {
  const reader = new ReplyReader(context);
  return {
    push(event: ServerSentEvent, emit) {
      if (event.data === '' || event.data === '[DONE]') return;
      for (const chunk of chunksOf(parse(event.data))) reader.read(chunk, emit);
    },
    end(emit) {
      if (!reader.complete) {
        const message = 'The stream ended before the answer was complete.';
        throw new OfoxError('stream', message, { protocol: 'gemini' });
      }
      reader.finish(emit);
    },
  };
}

function parse(data: string): JsonObject {
  let value: unknown;
  try {
    value = JSON.parse(data);
  } catch (cause) {
    throw unreadable(data, cause);
  }
  if (Array.isArray(value) || isJsonObject(value)) return value as JsonObject;
  throw unreadable(data);
}

function unreadable(data: string, cause?: unknown): OfoxError {
  const quote = data.length > 200 ? `${data.slice(0, 200)}…` : data;
  const message = `An event of the stream is not a JSON object: ${quote}`;
  return new OfoxError('stream', message, { protocol: 'gemini', cause });
}

/**
 * Writes a streamed answer. Calls are written whole, when they end; usage and everything else that
 * is known only then stands in the last chunk. With the framing `json-array` the chunks are the
 * elements of one JSON array, as Google answers without `alt=sse`.
 */
export function encodeStream(context: EncodeReplyContext = {}): StreamEncoder {
  return new GeminiStreamEncoder(context);
}

class GeminiStreamEncoder implements StreamEncoder {
  readonly #context: EncodeReplyContext;
  readonly #inArray: boolean;
  #begun = false;
  #head: JsonObject = {};
  /** What closes a chunk with one part: the same for each. */
  #tail = '';
  readonly #calls = new CallQueue();
  #malformed = false;
  #hasRefusal = false;
  /** The part that was told last, and how many there were with it. */
  #part = -1;
  #parts = 0;
  readonly #texts = new Map<number, AnswerText>();
  readonly #citations = new Map<number, Citation[]>();
  readonly #ending: Ending = { finish: { reason: 'stop' }, usage: NO_USAGE };

  constructor(context: EncodeReplyContext) {
    this.#context = context;
    this.#inArray = context.framing === 'json-array';
  }

  push(event: ReplyEvent): string {
    switch (event.type) {
      case 'text':
        this.#count(event.index);
        this.#keepText(event.index, event.text);
        if (event.signature || event.extra) return this.#chunk(writeReplyText(event));
        return this.#piece(TEXT_HEAD, event.text);
      case 'reasoning':
        this.#count(event.index);
        if (event.signature || event.extra) return this.#chunk(writeReplyThought(event));
        return this.#piece(THOUGHT_HEAD, event.text);
      case 'tool-call-delta':
        this.#calls.add(event);
        return '';
      case 'start': {
        const created = event.created ?? this.#context.created;
        this.#head = writeHead(event.id, event.model, created);
        const head = JSON.stringify(this.#head).slice(1);
        this.#tail = `}],"role":"model"},"index":0}]${head === '}' ? '}' : `,${head}`}`;
        return '';
      }
      case 'tool-call-start':
        this.#calls.start(event);
        return '';
      case 'tool-call-end':
        return this.#endCall(event);
      case 'refusal':
      case 'media':
      case 'opaque': {
        if (event.type === 'refusal') this.#hasRefusal = true;
        const part = writeReplyPart(event.type === 'refusal' ? event : event.part);
        if (!part) return '';
        this.#count(event.index);
        return this.#chunk(part);
      }
      case 'finish':
        this.#ending.finish = toldFinish(event.finish, this.#hasRefusal);
        return this.#last();
      default:
        this.#keep(event);
        return '';
    }
  }

  end(): string {
    if (!this.#inArray) return '';
    return this.#begun ? ']' : '[]';
  }

  fail(error: OfoxError): string {
    const text = this.#frame(JSON.stringify(encodeError(error).body));
    return this.#inArray ? `${text}]` : text;
  }

  #keep(
    event: Extract<ReplyEvent, { type: 'usage' | 'logprobs' | 'extra' | 'citation' | 'warning' }>,
  ): void {
    switch (event.type) {
      case 'usage':
        this.#ending.usage = event.usage;
        return;
      case 'logprobs':
        this.#ending.logprobs ??= [];
        for (const token of event.tokens) this.#ending.logprobs.push(token);
        return;
      case 'extra':
        this.#ending.extra = mergeExtra(this.#ending.extra, event.extra);
        return;
      case 'citation': {
        const known = this.#citations.get(event.index);
        if (known) known.push(event.citation);
        else this.#citations.set(event.index, [event.citation]);
      }
    }
  }

  #endCall(event: Extract<ReplyEvent, { type: 'tool-call-end' }>): string {
    let told = '';
    for (const call of this.#calls.end(event)) {
      const { part, malformed } = writeReplyCall(call);
      this.#malformed ||= malformed;
      this.#part = -1;
      this.#parts++;
      told += this.#chunk(part);
    }
    return told;
  }

  #count(part: number): void {
    if (part === this.#part) return;
    this.#part = part;
    this.#parts++;
  }

  /** The places of citations are told in bytes of the text. */
  #keepText(index: number, text: string): void {
    const known = this.#texts.get(index);
    if (known) known.text += text;
    else this.#texts.set(index, { index: this.#parts - 1, text });
  }

  #last(): string {
    const { candidate, response } = writeEnding(this.#ending, this.#malformed, () =>
      writeGrounding(
        [...this.#citations].map(([index, citations]) => ({
          text: this.#texts.get(index) ?? { index, text: '' },
          citations,
        })),
      ),
    );
    const content = { parts: [{ text: '' }], role: 'model' };
    const blocked = !this.#begun && isBlocked(response);
    const chunk = {
      ...(blocked ? {} : { candidates: [{ content, ...candidate }] }),
      ...this.#head,
      ...response,
    };
    return this.#frame(JSON.stringify(chunk));
  }

  #piece(head: string, text: string): string {
    return text === '' ? '' : this.#frame(`${head}${JSON.stringify(text)}${this.#tail}`);
  }

  #chunk(part: JsonObject): string {
    const json = JSON.stringify(part).slice(0, -1);
    return this.#frame(`{"candidates":[{"content":{"parts":[${json}${this.#tail}`);
  }

  #frame(json: string): string {
    const separator = this.#begun ? ',\r\n' : '[';
    this.#begun = true;
    if (this.#inArray) return separator + json;
    return `data: ${LINE_SEPARATORS.test(json) ? escapeSeparators(json) : json}\n\n`;
  }
}

/** What JSON allows in strings and Google's older SDKs take for the end of a line. */
const LINE_SEPARATORS = /[\u2028\u2029]/;

function escapeSeparators(json: string): string {
  return json.replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029');
}

const TEXT_HEAD = '{"candidates":[{"content":{"parts":[{"text":';
const THOUGHT_HEAD = '{"candidates":[{"content":{"parts":[{"thought":true,"text":';

import { defined } from '../../defined.ts';
import { isJsonObject, type JsonObject, type JsonValue, restOf, setField } from '../../json.ts';
import type { ReplyEvent } from '../../reply.ts';
import { makeToolCallId } from '../../tool-call-id.ts';
import type { DecodeContext } from '../protocol.ts';
import { readErrorObject } from './error.ts';
import { type AnswerText, readCitations } from './grounding.ts';
import { jsonText } from './json-text.ts';
import { readLogprobs } from './logprobs.ts';
import { readAnswerMedia } from './media.ts';
import { PartialArgs } from './partial-args.ts';
import { extraOf } from './structure.ts';
import { readThoughtSignature } from './thought-signature.ts';
import { readTime, writeTime } from './time.ts';
import { hasCounts, readUsage } from './usage.ts';
import { readFinish } from './words.ts';

type Emit = (event: ReplyEvent) => void;

const TEXT_FIELDS = new Set(['text', 'thought', 'thoughtSignature']);
const MEDIA_FIELDS = new Set(['inlineData', 'fileData', 'thoughtSignature']);
const CALL_FIELDS = new Set(['functionCall', 'thoughtSignature']);
const CALL_PARTS = new Set(['id', 'name', 'args', 'partialArgs', 'willContinue']);

/**
 * Reads `GenerateContentResponse`s (ai.google.dev/api/generate-content): the chunks of a stream, or
 * the one that is a whole answer. What is not understood is kept in the reply's `extra`: fields of
 * the candidate as they are, fields of the response under `response`.
 */
export class ReplyReader {
  readonly #context: DecodeContext;
  #started = false;
  #id = '';
  /** The time of creation, when whole seconds say it all. */
  #createTime: string | undefined;
  #nextIndex = 0;
  #calls = 0;
  /** The text or thought that may go on in the next chunk. */
  #open: 'text' | 'reasoning' | undefined;
  /** The call whose arguments are still coming. */
  #call: { index: number; args: PartialArgs } | undefined;
  readonly #texts: AnswerText[] = [];
  readonly #candidate: JsonObject = {};
  readonly #response: JsonObject = {};
  #usage: JsonObject | undefined;
  #toldUsage = false;
  #toldChoices = false;
  #finishReason: string | undefined;
  #blockReason: string | undefined;

  constructor(context: DecodeContext = {}) {
    this.#context = context;
  }

  /** Whether the answer has said how it ended. */
  get complete(): boolean {
    return this.#finishReason !== undefined || this.#blockReason !== undefined;
  }

  /** @throws OfoxError for an error in the place of a chunk. */
  read(chunk: JsonObject, emit: Emit): void {
    if (isJsonObject(chunk.error)) throw readErrorObject(chunk.error, this.#context);
    if (!this.#started) this.#start(chunk, emit);
    for (const key in chunk) {
      switch (key) {
        case 'candidates':
        case 'usageMetadata':
        case 'modelVersion':
        case 'responseId':
          break;
        case 'createTime':
          if (chunk.createTime === this.#createTime) break;
          setField(this.#response, key, chunk[key] as JsonValue);
          break;
        default:
          setField(this.#response, key, chunk[key] as JsonValue);
      }
    }
    const { candidates, usageMetadata, promptFeedback } = chunk;
    if (isJsonObject(usageMetadata)) this.#keepUsage(usageMetadata, emit);
    if (isJsonObject(promptFeedback) && typeof promptFeedback.blockReason === 'string') {
      this.#blockReason = promptFeedback.blockReason;
    }
    if (Array.isArray(candidates)) this.#readCandidates(candidates, emit);
  }

  /** Hands on what was held back: citations, own fields, usage, and `finish` last. */
  finish(emit: Emit): void {
    this.#endCall(emit);
    for (const { index, citation } of readCitations(this.#candidate, this.#texts)) {
      emit({ type: 'citation', index, citation });
    }
    const extra = { ...this.#candidate };
    if (Object.keys(this.#response).length > 0) extra.response = this.#response;
    if (Object.keys(extra).length > 0) emit({ type: 'extra', extra: { gemini: extra } });
    if (this.#usage) emit({ type: 'usage', usage: readUsage(this.#usage) });
    const blocked = this.#finishReason === undefined && this.#blockReason !== undefined;
    const finish = blocked
      ? { reason: 'content_filter' as const, raw: this.#blockReason as string }
      : readFinish(this.#finishReason, this.#calls > 0);
    emit({ type: 'finish', finish });
  }

  #start(chunk: JsonObject, emit: Emit): void {
    this.#started = true;
    const { responseId, modelVersion, createTime } = chunk;
    this.#id = typeof responseId === 'string' ? responseId : '';
    const told = typeof modelVersion === 'string' && modelVersion !== '';
    const model = told ? modelVersion : (this.#context.model ?? '');
    const created = readTime(createTime);
    if (created !== undefined) this.#createTime = writeTime(created);
    emit(
      defined<Extract<ReplyEvent, { type: 'start' }>>({
        type: 'start',
        id: this.#id,
        model,
        created,
      }),
    );
  }

  /** Every chunk tells the usage so far; the first is handed on for those who tell it first. */
  #keepUsage(usage: JsonObject, emit: Emit): void {
    const counts = hasCounts(usage);
    if (counts || !this.#usage || !hasCounts(this.#usage)) this.#usage = usage;
    if (!counts || this.#toldUsage) return;
    this.#toldUsage = true;
    emit({ type: 'usage', usage: readUsage(usage) });
  }

  #readCandidates(candidates: JsonValue[], emit: Emit): void {
    for (const candidate of candidates) {
      if (!isJsonObject(candidate)) continue;
      if (candidate.index === undefined || candidate.index === 0)
        this.#readCandidate(candidate, emit);
      else if (!this.#toldChoices) {
        this.#toldChoices = true;
        const message = 'The answer holds several candidates, of which the first was read.';
        emit({
          type: 'warning',
          warning: { code: 'choices_dropped', path: 'candidates', message },
        });
      }
    }
  }

  #readCandidate(candidate: JsonObject, emit: Emit): void {
    for (const key in candidate) {
      const value = candidate[key] as JsonValue;
      switch (key) {
        case 'index':
          break;
        case 'content':
          if (isJsonObject(value) && Array.isArray(value.parts)) this.#readParts(value.parts, emit);
          break;
        case 'finishReason':
          this.#keepFinishReason(value);
          break;
        case 'logprobsResult':
          if (isJsonObject(value)) emit({ type: 'logprobs', tokens: readLogprobs(value) });
          break;
        default:
          setField(this.#candidate, key, value);
      }
    }
  }

  /** A STOP that comes behind another reason takes nothing back. */
  #keepFinishReason(reason: JsonValue): void {
    if (typeof reason !== 'string' || reason === 'FINISH_REASON_UNSPECIFIED') return;
    if (reason !== 'STOP' || this.#finishReason === undefined) this.#finishReason = reason;
  }

  #readParts(parts: JsonValue[], emit: Emit): void {
    let first = true;
    for (const part of parts) {
      if (!isJsonObject(part)) continue;
      if (typeof part.text === 'string') this.#readText(part, part.text, first, emit);
      else if (isJsonObject(part.functionCall)) this.#readCall(part, part.functionCall, emit);
      else this.#readOther(part, emit);
      first = false;
    }
  }

  /**
   * Text goes on with the first part of a chunk, thoughts with any, unless they are signed: a
   * signature stands for exactly the part that carries it.
   */
  #readText(part: JsonObject, text: string, first: boolean, emit: Emit): void {
    const type = part.thought === true ? 'reasoning' : 'text';
    const rest = restOf(part, TEXT_FIELDS);
    if (part.thoughtSignature === undefined && !rest) {
      if (text === '') return;
      this.#endCall(emit);
      const goesOn = this.#open === type && (first || type === 'reasoning');
      const index = goesOn ? this.#nextIndex - 1 : this.#nextIndex++;
      this.#open = type;
      if (type === 'text') this.#keepText(index, text);
      emit({ type, index, text });
      return;
    }
    const { signature, redacted } = readThoughtSignature(part.thoughtSignature);
    if (text === '' && !signature && !rest) return;
    this.#endCall(emit);
    const goesOn = type === 'reasoning' && this.#open === type && !redacted && !rest;
    const index = goesOn ? this.#nextIndex - 1 : this.#nextIndex++;
    this.#open = signature || rest ? undefined : type;
    const common = { index, text, ...(signature ? { signature } : {}), ...extraOf(rest) };
    if (type === 'text') {
      this.#keepText(index, text);
      emit({ type, ...common });
    } else emit({ type, ...common, ...(redacted ? { redacted } : {}) });
  }

  #keepText(index: number, text: string): void {
    const last = this.#texts.at(-1);
    if (last?.index === index) last.text += text;
    else this.#texts.push({ index, text });
  }

  /** A call comes whole, or begins with its name, goes on without one, and ends unannounced. */
  #readCall(part: JsonObject, call: JsonObject, emit: Emit): void {
    const named = typeof call.name === 'string' && call.name !== '';
    if (!named && call.args === undefined) {
      if (!this.#call) return;
      this.#readPartialArgs(call, emit);
    } else {
      this.#endCall(emit);
      this.#startCall(part, call, emit);
    }
    if (call.willContinue !== true) this.#endCall(emit);
  }

  #startCall(part: JsonObject, call: JsonObject, emit: Emit): void {
    this.#open = undefined;
    const index = this.#nextIndex++;
    const number = this.#calls++;
    const told = typeof call.id === 'string' && call.id !== '';
    const id = told ? (call.id as string) : makeToolCallId(this.#id || hash(call), number);
    const name = typeof call.name === 'string' ? call.name : '';
    const { signature } = readThoughtSignature(part.thoughtSignature);
    const rest = restOf(part, CALL_FIELDS);
    const callRest = restOf(call, CALL_PARTS);
    const extra = callRest ? { ...rest, functionCall: callRest } : rest;
    const marks = { ...(signature ? { signature } : {}), ...extraOf(extra) };
    emit({ type: 'tool-call-start', index, id, name, ...marks });
    this.#call = { index, args: new PartialArgs() };
    if (isJsonObject(call.args)) {
      emit({ type: 'tool-call-delta', index, arguments: jsonText(call.args) });
    } else this.#readPartialArgs(call, emit);
  }

  #readPartialArgs(call: JsonObject, emit: Emit): void {
    if (!this.#call || !Array.isArray(call.partialArgs)) return;
    const { index, args } = this.#call;
    let text = '';
    for (const partial of call.partialArgs) text += args.push(partial);
    if (text !== '') emit({ type: 'tool-call-delta', index, arguments: text });
  }

  #endCall(emit: Emit): void {
    if (!this.#call) return;
    const { index, args } = this.#call;
    this.#call = undefined;
    const text = args.end();
    if (text !== '') emit({ type: 'tool-call-delta', index, arguments: text });
    emit({ type: 'tool-call-end', index });
  }

  #readOther(part: JsonObject, emit: Emit): void {
    const keys = Object.keys(part);
    if (keys.length === 0) return;
    if (keys.length === 1 && keys[0] === 'thoughtSignature') {
      this.#readText(part, '', false, emit);
      return;
    }
    this.#endCall(emit);
    this.#open = undefined;
    const index = this.#nextIndex++;
    const media = readAnswerMedia(part);
    if (!media) {
      emit({ type: 'opaque', index, part: { type: 'opaque', by: 'gemini', value: part } });
      return;
    }
    const { signature } = readThoughtSignature(part.thoughtSignature);
    const marks = { ...(signature ? { signature } : {}), ...extraOf(restOf(part, MEDIA_FIELDS)) };
    emit({ type: 'media', index, part: { ...media, ...marks } });
  }
}

/** Tells calls of different answers apart when these have no id: FNV-1a of the call. */
function hash(call: JsonObject): string {
  let value = 0x811c9dc5;
  for (const char of jsonText(call)) {
    value = Math.imul(value ^ (char.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  }
  return value.toString(36);
}

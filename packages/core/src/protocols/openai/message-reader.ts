import { isJsonObject, type JsonObject, type JsonValue, setField } from '../../json.ts';
import type { ReplyEvent } from '../../reply.ts';
import { CallDeltas } from './call-deltas.ts';
import { readCitation } from './citations.ts';
import { PartCounter } from './part-counter.ts';
import { place, readThoughts } from './reasoning-details.ts';
import { ReplyAudio } from './reply-audio.ts';
import { readReplyImage } from './reply-image.ts';
import { readThoughtSignature } from './thought-signature.ts';
import { Thoughts } from './thoughts.ts';

type Emit = (event: ReplyEvent) => void;

/** Reads the `delta`s of a choice, or its `message`, and numbers their parts. */
export class MessageReader {
  /** Fields that nobody here knows. */
  readonly extra: JsonObject = {};
  readonly #parts = new PartCounter();
  readonly #thoughts = new Thoughts(this.#parts);
  readonly #calls = new CallDeltas(this.#parts);
  /** The text or refusal that goes on while nothing else comes between. */
  #open: 'text' | 'refusal' | undefined;
  #part = 0;
  /** The last text, to which citations and signatures belong. */
  #text: number | undefined;
  #audio: ReplyAudio | undefined;

  set scope(scope: string) {
    this.#calls.scope = scope;
  }

  get hasCalls(): boolean {
    return this.#calls.count > 0;
  }

  /** Thoughts come before text, and text before calls, where one piece holds several. */
  pushDelta(delta: JsonObject, emit: Emit): void {
    let isThought = false;
    for (const key in delta) {
      switch (key) {
        case 'reasoning_content':
        case 'reasoning':
        case 'reasoning_details':
          isThought = true;
          break;
        case 'role':
        case 'content':
        case 'refusal':
        case 'tool_calls':
        case 'function_call':
        case 'annotations':
        case 'images':
        case 'audio':
        case 'extra_content':
          break;
        default:
          this.#keep(key, delta[key]);
      }
    }
    if (isThought) this.#pushReasoning(delta, emit);
    const { content, tool_calls: calls } = delta;
    if (typeof content === 'string') {
      if (content !== '') this.#pushText('text', content, emit);
    } else if (Array.isArray(content)) this.#pushParts(content, emit);
    if (delta.refusal) this.#pushRefusal(delta.refusal, emit);
    this.#pushRest(delta, emit);
    if (Array.isArray(calls) && calls.length > 0) this.#pushCalls(calls, false, emit);
    if (isJsonObject(delta.function_call)) {
      this.#pushCalls([{ index: -1, function: delta.function_call }], false, emit);
    }
  }

  /** A whole message: its thoughts stand where their entries say. */
  pushWhole(message: JsonObject, emit: Emit): void {
    if (isInOrder(message)) {
      this.pushDelta(message, emit);
      return;
    }
    const { reasoning_content, reasoning, reasoning_details: details, ...told } = message;
    const { content, refusal, annotations, extra_content, images, ...others } = told;
    const { tool_calls: calls, function_call: oldCall, ...rest } = others;
    const steps: (() => void)[] = [];
    const step = (delta: JsonObject) => steps.push(() => this.pushDelta(delta, emit));
    const call = (entry: JsonValue) => steps.push(() => this.#pushCalls([entry], true, emit));
    if (isAny(content) || isAny(annotations) || isAny(extra_content)) {
      step({
        content: content ?? null,
        annotations: annotations ?? null,
        extra_content: extra_content ?? null,
      });
    }
    if (isAny(refusal)) step({ refusal: refusal ?? null });
    if (Array.isArray(images)) for (const image of images) step({ images: [image] });
    if (Array.isArray(calls)) for (const entry of calls) call(entry);
    if (isJsonObject(oldCall)) call({ function: oldCall });
    const plain = stringOf(reasoning_content) || stringOf(reasoning);
    const thoughts = readThoughts(plain, Array.isArray(details) ? details : []);
    const placed = thoughts.map(({ part, index }) => ({
      part: () => {
        this.#interrupt(emit);
        this.#thoughts.pushWhole(part, emit);
      },
      ...(index === undefined ? {} : { index }),
    }));
    for (const take of place(steps, placed)) take();
    this.pushDelta(rest, emit);
  }

  /** Ends what is still open. */
  end(emit: Emit): void {
    this.#calls.end(emit);
    if (this.#audio) emit({ type: 'media', index: this.#parts.take(), part: this.#audio.end() });
  }

  #pushText(kind: 'text' | 'refusal', text: string, emit: Emit): void {
    if (this.#open !== kind) this.#begin(kind, emit);
    emit({ type: kind, index: this.#part, text });
  }

  #begin(kind: 'text' | 'refusal', emit: Emit): void {
    this.#calls.settle(emit);
    this.#thoughts.leave();
    this.#open = kind;
    this.#part = this.#parts.take();
    if (kind === 'text') this.#text = this.#part;
  }

  #pushReasoning(delta: JsonObject, emit: Emit): void {
    const { reasoning_content: content, reasoning, reasoning_details: details } = delta;
    const plain = stringOf(content) || stringOf(reasoning);
    const hasDetails = Array.isArray(details) && details.length > 0;
    if (!hasDetails && plain === '') return;
    this.#open = undefined;
    this.#calls.settle(emit);
    if (hasDetails) this.#thoughts.push(plain, details, emit);
    else this.#thoughts.pushPlain(plain, emit);
  }

  #pushRefusal(refusal: JsonValue, emit: Emit): void {
    if (typeof refusal === 'string' && refusal !== '') this.#pushText('refusal', refusal, emit);
  }

  #pushCalls(calls: readonly JsonValue[], isWhole: boolean, emit: Emit): void {
    this.#open = undefined;
    this.#thoughts.leave();
    this.#calls.push(calls, isWhole, emit);
  }

  /** What few answers have. */
  #pushRest(delta: JsonObject, emit: Emit): void {
    const { annotations, images, audio, extra_content: content } = delta;
    if (content) {
      const { signature, rest } = readThoughtSignature(content);
      if (signature) emit({ type: 'text', index: this.#lastText(emit), text: '', signature });
      if (rest) this.#keep('extra_content', rest);
    }
    if (Array.isArray(annotations)) {
      for (const annotation of annotations) {
        const citation = readCitation(annotation);
        if (citation) emit({ type: 'citation', index: this.#lastText(emit), citation });
      }
    }
    if (Array.isArray(images)) for (const image of images) this.#pushImage(image, emit);
    if (isJsonObject(audio)) {
      this.#audio ??= new ReplyAudio();
      this.#audio.push(audio);
    }
  }

  #lastText(emit: Emit): number {
    if (this.#text === undefined) {
      this.#begin('text', emit);
      emit({ type: 'text', index: this.#part, text: '' });
    }
    return this.#text ?? this.#part;
  }

  #pushImage(image: JsonValue, emit: Emit): void {
    const part = readReplyImage(image);
    if (!part) return;
    this.#interrupt(emit);
    emit({ type: 'media', index: this.#parts.take(), part });
  }

  /** Content in parts, as Mistral sends it: text, thoughts, and what nobody here knows. */
  #pushParts(parts: readonly JsonValue[], emit: Emit): void {
    for (const part of parts) {
      if (!isJsonObject(part)) continue;
      if (part.type === 'text') {
        const text = stringOf(part.text);
        if (text !== '') this.#pushText('text', text, emit);
      } else if (part.type === 'thinking') {
        const text = textOf(part.thinking);
        this.#calls.settle(emit);
        this.#open = undefined;
        if (text !== '') this.#thoughts.pushPlain(text, emit);
      } else if (part.type === 'refusal') this.#pushRefusal(part.refusal ?? null, emit);
      else if (part.type === 'image_url') this.#pushImage(part, emit);
      else {
        this.#interrupt(emit);
        const index = this.#parts.take();
        emit({ type: 'opaque', index, part: { type: 'opaque', by: 'openai', value: part } });
      }
    }
  }

  #interrupt(emit: Emit): void {
    this.#calls.settle(emit);
    this.#open = undefined;
    this.#thoughts.leave();
  }

  #keep(key: string, value: JsonValue | undefined): void {
    if (value !== undefined && value !== null) setField(this.extra, key, value);
  }
}

/** Whether a message has nothing whose place among the rest must be found out. */
function isInOrder(message: JsonObject): boolean {
  for (const key in message) {
    if (PLACED.has(key) && message[key] !== null) return false;
  }
  return true;
}

const PLACED = new Set([
  'reasoning_content',
  'reasoning',
  'reasoning_details',
  'images',
  'tool_calls',
  'function_call',
]);

function stringOf(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : '';
}

function textOf(value: JsonValue | undefined): string {
  if (!Array.isArray(value)) return stringOf(value);
  return value.map((part) => (isJsonObject(part) ? stringOf(part.text) : '')).join('');
}

function isAny(value: JsonValue | undefined): boolean {
  return Array.isArray(value) || typeof value === 'string' ? value.length > 0 : Boolean(value);
}

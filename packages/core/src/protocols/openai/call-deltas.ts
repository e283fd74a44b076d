import { isJsonObject, type JsonObject, type JsonValue } from '../../json.ts';
import type { ReplyEvent } from '../../reply.ts';
import type { Signature } from '../../signature.ts';
import { makeToolCallId } from '../../tool-call-id.ts';
import { JsonEnd } from './json-end.ts';
import type { PartCounter } from './part-counter.ts';
import { readThoughtSignature } from './thought-signature.ts';

type Emit = (event: ReplyEvent) => void;

/** What servers that have no id for a call put in its place. */
const NO_ID: ReadonlySet<string> = new Set(['', 'null', 'None']);

interface Call {
  /** The id as the wire told it. */
  wireId: string | undefined;
  name: string;
  /** The part's number; absent until the name is known. */
  part?: number;
  end: JsonEnd;
  /** Arguments that cannot be told yet: the name is missing, or `{}` may be a mere placeholder. */
  held: string;
  isPlaceholder: boolean;
  isEnded: boolean;
  signature: Signature | undefined;
  extra: JsonObject | undefined;
  /** A call of a custom tool, which is told whole at its end. */
  custom?: { value: JsonObject; name: string; input: string[] };
}

/**
 * Puts tool calls together from `tool_calls` of stream chunks or of a whole message. It bears what
 * servers of this wire are known to send: no index, an index used again for another call, an id on
 * each piece or on none, a whole call in one piece, arguments as an object, `{}` before the true
 * arguments. A call ends when its JSON is complete, or with the answer.
 */
export class CallDeltas {
  /** From what ids are made for calls without one: the reply's id. */
  scope = '';
  readonly #parts: PartCounter;
  readonly #open = new Set<Call>();
  readonly #byIndex = new Map<number, Call>();
  readonly #byId = new Map<string, Call>();
  readonly #ids = new Set<string>();
  #last: Call | undefined;
  #count = 0;
  #hasPlaceholder = false;
  #isWarned = false;

  constructor(parts: PartCounter) {
    this.#parts = parts;
  }

  /** How many calls there were so far. */
  get count(): number {
    return this.#count;
  }

  /** Takes in the entries of one `tool_calls`; of a whole message each of them is another call. */
  push(entries: readonly JsonValue[], isWhole: boolean, emit: Emit): void {
    for (const entry of entries) if (isJsonObject(entry)) this.#pushEntry(entry, isWhole, emit);
  }

  /** Another part begins: what looked like a placeholder were the arguments. */
  settle(emit: Emit): void {
    if (!this.#hasPlaceholder) return;
    this.#hasPlaceholder = false;
    for (const call of this.#open) if (call.isPlaceholder) this.#close(call, emit);
  }

  /** Ends all calls that are still open. */
  end(emit: Emit): void {
    for (const call of this.#open) this.#close(call, emit);
  }

  #pushEntry(entry: JsonObject, isWhole: boolean, emit: Emit): void {
    const called = isJsonObject(entry.function) ? entry.function : undefined;
    const custom = isJsonObject(entry.custom) ? entry.custom : undefined;
    const words = called ?? custom;
    const name = typeof words?.name === 'string' ? words.name : '';
    const id = typeof entry.id === 'string' && !NO_ID.has(entry.id) ? entry.id : undefined;
    const index = typeof entry.index === 'number' ? entry.index : undefined;
    const known = isWhole ? undefined : this.#find(index, id, name);
    if (!known && !words && id === undefined) return;
    const call = known ?? this.#begin(index, id, entry, emit);
    if (custom) {
      this.#pushCustom(call, entry, custom, name);
      return;
    }
    const { signature } = readThoughtSignature(entry.extra_content);
    if (signature) this.#sign(call, signature, emit);
    if (call.part === undefined && name !== '') this.#start(call, name, emit);
    const json = called?.arguments;
    if (typeof json === 'string') {
      if (json !== '') this.#append(call, json, emit);
    } else if (isJsonObject(json)) this.#append(call, JSON.stringify(json), emit);
  }

  #find(index: number | undefined, id: string | undefined, name: string): Call | undefined {
    const isNew = (call: Call) =>
      name !== '' &&
      call.name !== '' &&
      (id === undefined
        ? call.isEnded || call.isPlaceholder
        : call.wireId !== undefined && id !== call.wireId);
    if (index !== undefined) {
      const call = this.#byIndex.get(index);
      return call && !isNew(call) ? call : undefined;
    }
    if (id !== undefined) {
      return this.#byId.get(id) ?? (name === '' ? this.#last : undefined);
    }
    const call = this.#last;
    if (!call || name === '') return call;
    return !isNew(call) && (call.name === '' || call.name === name) ? call : undefined;
  }

  #begin(index: number | undefined, id: string | undefined, entry: JsonObject, emit: Emit): Call {
    this.settle(emit);
    const call: Call = {
      wireId: id,
      name: '',
      end: new JsonEnd(),
      held: '',
      isPlaceholder: false,
      isEnded: false,
      signature: undefined,
      extra: extraOfCall(entry),
    };
    this.#open.add(call);
    this.#last = call;
    if (index !== undefined) this.#byIndex.set(index, call);
    if (id !== undefined) this.#byId.set(id, call);
    return call;
  }

  #start(call: Call, name: string, emit: Emit): void {
    call.name = name;
    const { signature, extra } = call;
    const part = this.#parts.take();
    call.part = part;
    emit({
      type: 'tool-call-start',
      index: part,
      id: this.#uniqueId(call.wireId),
      name,
      ...(signature ? { signature } : {}),
      ...(extra ? { extra: { openai: extra } } : {}),
    });
    call.signature = undefined;
    const { held } = call;
    call.held = '';
    if (held !== '') this.#append(call, held, emit);
  }

  #uniqueId(id: string | undefined): string {
    const number = this.#count++;
    const unique = id === undefined || this.#ids.has(id) ? makeToolCallId(this.scope, number) : id;
    this.#ids.add(unique);
    return unique;
  }

  #append(call: Call, json: string, emit: Emit): void {
    if (call.part === undefined) {
      call.held += json;
      return;
    }
    if (call.isPlaceholder) {
      if (json.trim() === '') return;
      call.isPlaceholder = false;
      call.held = '';
      call.end = new JsonEnd();
    }
    const isFirst = call.end.isFresh;
    const length = call.isEnded ? 0 : call.end.push(json);
    if (length < json.length && json.slice(length).trim() !== '') this.#warnOfRest(emit);
    if (call.isEnded) return;
    const piece = length < json.length ? json.slice(0, length) : json;
    if (isFirst && piece.trim() === '{}') {
      call.held = piece;
      call.isPlaceholder = true;
      this.#hasPlaceholder = true;
      return;
    }
    if (piece !== '') emit({ type: 'tool-call-delta', index: call.part, arguments: piece });
    if (call.end.isComplete) this.#close(call, emit);
  }

  #sign(call: Call, signature: Signature, emit: Emit): void {
    if (!call.isEnded) {
      call.signature = signature;
      return;
    }
    emit({
      type: 'warning',
      warning: {
        code: 'reasoning_dropped',
        path: 'content',
        message: 'A signature came after the tool call that it belongs to had ended.',
      },
    });
  }

  #pushCustom(call: Call, entry: JsonObject, custom: JsonObject, name: string): void {
    call.custom ??= { value: entry, name: '', input: [] };
    if (call.custom.name === '') call.custom.name = name;
    call.name = call.custom.name;
    if (typeof custom.input === 'string') call.custom.input.push(custom.input);
  }

  #close(call: Call, emit: Emit): void {
    this.#open.delete(call);
    call.isEnded = true;
    if (call.custom) {
      const { index: _, ...value } = call.custom.value;
      const { name, input } = call.custom;
      const words = isJsonObject(value.custom) ? value.custom : {};
      const id = this.#uniqueId(call.wireId);
      const whole = {
        ...value,
        id,
        type: 'custom',
        custom: { ...words, name, input: input.join('') },
      };
      const index = this.#parts.take();
      emit({ type: 'opaque', index, part: { type: 'opaque', by: 'openai', value: whole } });
      return;
    }
    const { held } = call;
    if (call.part === undefined) {
      this.#warn('A tool call came without the name of its tool.', emit);
      call.held = '';
      this.#start(call, '', emit);
    }
    const index = call.part ?? 0;
    if (held !== '') emit({ type: 'tool-call-delta', index, arguments: held });
    const signature = call.signature ? { signature: call.signature } : {};
    emit({ type: 'tool-call-end', index, ...signature });
  }

  #warnOfRest(emit: Emit): void {
    if (this.#isWarned) return;
    this.#isWarned = true;
    this.#warn("Text after the end of a tool call's arguments was left out.", emit);
  }

  #warn(message: string, emit: Emit): void {
    emit({ type: 'warning', warning: { code: 'malformed', path: 'content', message } });
  }
}

function extraOfCall(entry: JsonObject): JsonObject | undefined {
  const { index: _, id: __, type: ___, function: called, custom: ____, ...rest } = entry;
  if (rest.extra_content !== undefined) {
    const { rest: content } = readThoughtSignature(rest.extra_content);
    delete rest.extra_content;
    if (content) rest.extra_content = content;
  }
  if (isJsonObject(called)) {
    const { name: _____, arguments: ______, ...more } = called;
    if (Object.keys(more).length > 0) rest.function = more;
  }
  return Object.keys(rest).length > 0 ? rest : undefined;
}

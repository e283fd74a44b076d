import { isJsonObject, type JsonObject, type JsonValue, setField } from '../../json.ts';
import type { MediaPart } from '../../part.ts';
import type { Extra } from '../../protocol-name.ts';
import type { ReplyEvent } from '../../reply.ts';
import { readSignature, type Signature } from '../../signature.ts';
import { makeToolCallId } from '../../tool-call-id.ts';
import { besides } from './besides.ts';
import { readCitation } from './citations.ts';
import { extraOf } from './encoding.ts';
import { mediaKind, readMedia } from './media.ts';
import { argumentsOf, withoutDirectCaller } from './tool-calls.ts';

type Emit = (event: ReplyEvent) => void;

interface OpenBlock {
  kind: 'text' | 'thinking' | 'tool' | 'opaque';
  /** The part's number; -1 until it has begun. */
  part: number;
  block: JsonObject;
  /** Pieces of a provider's tool's input, or the signature of a thought. */
  pieces: string[];
  /** Whether a piece of a call's arguments was told. */
  hasArguments: boolean;
}

/** Turns the blocks of one message into events. */
export class BlockReader {
  /** The reply's id, for ids of calls that have none. */
  scope = '';
  hasCalls = false;
  readonly #open = new Map<number, OpenBlock>();
  #parts = 0;
  /** The signature that a block brought for the part after it. */
  #next: Signature | undefined;

  /** @param index the block's number on the wire; one that is still open ends here. */
  open(index: number, block: JsonObject, emit: Emit): void {
    if (this.#open.has(index)) this.close(index, emit);
    const opened: OpenBlock = {
      kind: kindOf(block),
      part: -1,
      block,
      pieces: [],
      hasArguments: false,
    };
    this.#open.set(index, opened);
    switch (opened.kind) {
      case 'text':
        if (typeof block.text === 'string' && block.text !== '') {
          this.#addText(opened, block.text, emit);
        }
        if (Array.isArray(block.citations)) {
          for (const citation of block.citations) this.#addCitation(opened, citation, emit);
        }
        return;
      case 'thinking':
        if (typeof block.signature === 'string') opened.pieces.push(block.signature);
        if (typeof block.thinking === 'string' && block.thinking !== '') {
          this.#addThought(opened, block.thinking, emit);
        }
        return;
      case 'tool':
        this.#startCall(opened, emit);
    }
  }

  add(index: number, delta: JsonObject, emit: Emit): void {
    const open = this.#open.get(index) ?? this.#openUnannounced(index, delta, emit);
    if (!open) return;
    const { kind } = open;
    if (kind === 'text' && delta.type === 'text_delta') {
      this.#addText(open, textOf(delta.text), emit);
    } else if (kind === 'tool' && delta.type === 'input_json_delta') {
      this.#addArguments(open, textOf(delta.partial_json), emit);
    } else if (kind === 'thinking' && delta.type === 'thinking_delta') {
      this.#addThought(open, textOf(delta.thinking), emit);
    } else if (kind === 'thinking' && delta.type === 'signature_delta') {
      open.pieces = [textOf(delta.signature)];
    } else if (kind === 'text' && delta.type === 'citations_delta') {
      this.#addCitation(open, delta.citation, emit);
    } else if (kind === 'opaque' && delta.type === 'input_json_delta') {
      open.pieces.push(textOf(delta.partial_json));
    } else if (kind === 'opaque') {
      open.block = joined(open.block, delta);
    }
  }

  /** Some servers forget to tell that a block begins. */
  #openUnannounced(index: number, delta: JsonObject, emit: Emit): OpenBlock | undefined {
    if (delta.type === 'text_delta') this.open(index, { type: 'text', text: '' }, emit);
    else if (delta.type === 'thinking_delta') this.open(index, { type: 'thinking' }, emit);
    return this.#open.get(index);
  }

  close(index: number, emit: Emit): void {
    const open = this.#open.get(index);
    if (!open) return;
    this.#open.delete(index);
    switch (open.kind) {
      case 'text':
        if (open.part < 0) this.#addText(open, '', emit);
        return;
      case 'thinking':
        this.#endThought(open, emit);
        return;
      case 'tool':
        this.#endCall(open, emit);
        return;
      case 'opaque':
        this.#emitWhole(open, emit);
    }
  }

  closeAll(emit: Emit): void {
    for (const index of [...this.#open.keys()]) this.close(index, emit);
    if (this.#next) this.#emitBareSignature(emit);
  }

  #addText(open: OpenBlock, text: string, emit: Emit): void {
    if (open.part >= 0) {
      if (text !== '') emit({ type: 'text', index: open.part, text });
      return;
    }
    open.part = this.#parts++;
    const signature = this.#takeSignature();
    emit({ type: 'text', index: open.part, text, ...signature, ...extraBut(open.block, TEXT) });
  }

  #addCitation(open: OpenBlock, citation: JsonValue | undefined, emit: Emit): void {
    if (!isJsonObject(citation)) return;
    if (open.part < 0) this.#addText(open, '', emit);
    emit({ type: 'citation', index: open.part, citation: readCitation(citation) });
  }

  #addThought(open: OpenBlock, text: string, emit: Emit): void {
    if (open.part >= 0) {
      if (text !== '') emit({ type: 'reasoning', index: open.part, text });
      return;
    }
    if (this.#next) this.#emitBareSignature(emit);
    open.part = this.#parts++;
    emit({ type: 'reasoning', index: open.part, text, ...extraBut(open.block, THINKING) });
  }

  #endThought(open: OpenBlock, emit: Emit): void {
    const { block } = open;
    if (block.type === 'redacted_thinking') {
      const { signature } = readSignature(textOf(block.data), 'anthropic');
      if (this.#next) this.#emitBareSignature(emit);
      const extra = extraBut(block, REDACTED);
      const index = this.#parts++;
      emit({ type: 'reasoning', index, text: '', signature, redacted: true, ...extra });
      return;
    }
    const value = open.pieces[0] ?? '';
    const { signature, place } = value === '' ? {} : readSignature(value, 'anthropic');
    if (open.part < 0 && signature && place === 'next') {
      if (this.#next) this.#emitBareSignature(emit);
      this.#next = signature;
      return;
    }
    if (open.part < 0) this.#addThought(open, '', emit);
    if (signature) emit({ type: 'reasoning', index: open.part, text: '', signature });
  }

  #startCall(open: OpenBlock, emit: Emit): void {
    const { id, name } = open.block;
    open.part = this.#parts++;
    this.hasCalls = true;
    emit({
      type: 'tool-call-start',
      index: open.part,
      id: textOf(id) || makeToolCallId(this.scope, open.part),
      name: textOf(name),
      ...this.#takeSignature(),
      ...extraBut(open.block, TOOL_USE),
    });
  }

  #addArguments(open: OpenBlock, json: string, emit: Emit): void {
    if (json === '') return;
    open.hasArguments = true;
    emit({ type: 'tool-call-delta', index: open.part, arguments: json });
  }

  /** The input may have come with the block's beginning; pieces, where there are any, replace it. */
  #endCall(open: OpenBlock, emit: Emit): void {
    const { input } = open.block;
    if (!open.hasArguments && input !== undefined && input !== null && !isEmptyObject(input)) {
      emit({ type: 'tool-call-delta', index: open.part, arguments: argumentsOf(input) });
    }
    emit({ type: 'tool-call-end', index: open.part });
  }

  #emitWhole(open: OpenBlock, emit: Emit): void {
    const block = open.pieces.length > 0 ? withInput(open, emit) : open.block;
    const media = mediaOf(block);
    if (media) {
      Object.assign(media, this.#takeSignature());
      emit({ type: 'media', index: this.#parts++, part: media });
      return;
    }
    if (this.#next) this.#emitBareSignature(emit);
    const part = { type: 'opaque', by: 'anthropic', value: block } as const;
    emit({ type: 'opaque', index: this.#parts++, part });
  }

  #takeSignature(): { signature?: Signature } {
    const signature = this.#next;
    this.#next = undefined;
    return signature ? { signature } : {};
  }

  /** A signature that was meant for a part with a place for it, and met none. */
  #emitBareSignature(emit: Emit): void {
    const index = this.#parts++;
    emit({ type: 'reasoning', index, text: '', ...this.#takeSignature() });
  }
}

const TEXT = new Set(['type', 'text', 'citations']);
const THINKING = new Set(['type', 'thinking', 'signature']);
const REDACTED = new Set(['type', 'data']);
const TOOL_USE = new Set(['type', 'id', 'name', 'input']);

function kindOf(block: JsonObject): OpenBlock['kind'] {
  switch (block.type) {
    case 'text':
      return 'text';
    case 'thinking':
    case 'redacted_thinking':
      return 'thinking';
    case 'tool_use':
      return 'tool';
    default:
      return 'opaque';
  }
}

function extraBut(block: JsonObject, known: ReadonlySet<string>): { extra?: Extra } {
  return extraOf(withoutDirectCaller(besides(block, known)));
}

function mediaOf(block: JsonObject): MediaPart | undefined {
  const kind = mediaKind(block.type);
  if (!kind) return undefined;
  try {
    const part = readMedia(block, kind, 'content');
    return part.type === 'media' ? part : undefined;
  } catch {
    return undefined;
  }
}

/** A block of an unknown kind with what the delta adds: text to text, anything else in its place. */
function joined(block: JsonObject, delta: JsonObject): JsonObject {
  const added: JsonObject = { ...block };
  for (const key of Object.keys(delta)) {
    if (key === 'type') continue;
    const before = added[key];
    const more = delta[key] as JsonValue;
    const isText = typeof before === 'string' && typeof more === 'string';
    setField(added, key, isText ? before + more : more);
  }
  return added;
}

function withInput(open: OpenBlock, emit: Emit): JsonObject {
  const json = open.pieces.join('');
  if (json === '') return open.block;
  try {
    return { ...open.block, input: JSON.parse(json) as JsonValue };
  } catch {
    const message = "The input of a provider's tool is no JSON and was kept as text.";
    emit({ type: 'warning', warning: { code: 'malformed', path: 'content', message } });
    return { ...open.block, input: json };
  }
}

function isEmptyObject(value: JsonValue): boolean {
  return isJsonObject(value) && Object.keys(value).length === 0;
}

function textOf(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : '';
}

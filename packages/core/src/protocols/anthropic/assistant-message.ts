import { Fields } from '../../fields.ts';
import { gather } from '../../gather.ts';
import type { JsonObject, JsonValue } from '../../json.ts';
import type { MediaPart } from '../../part.ts';
import type { AssistantMessage, AssistantPart } from '../../request.ts';
import type { Signature } from '../../signature.ts';
import { type Encoding, warn } from './encoding.ts';
import { mediaKind, readMedia, writeMedia } from './media.ts';
import { readText, writeText } from './text.ts';
import { readThinking, writeThinking } from './thinking.ts';
import { readToolCall, writeToolCall } from './tool-calls.ts';

/** Reads the blocks of an assistant's turn. */
export function readAssistantBlocks(blocks: JsonValue[], path: string): AssistantPart[] {
  const parts: AssistantPart[] = [];
  let next: Signature | undefined;
  blocks.forEach((item, at) => {
    const read = readBlock(item, `${path}[${at}]`);
    if ('next' in read) {
      if (next) parts.push(bareSignature(next));
      next = read.next;
      return;
    }
    if (next && !sign(read.part, next)) parts.push(bareSignature(next));
    next = undefined;
    parts.push(read.part);
  });
  if (next) parts.push(bareSignature(next));
  return parts;
}

function readBlock(item: JsonValue, path: string): { part: AssistantPart } | { next: Signature } {
  const fields = new Fields(item, path);
  const type = fields.required('type', fields.string('type'));
  const value = item as JsonObject;
  switch (type) {
    case 'text':
      return { part: readText(value, path) };
    case 'tool_use':
      return { part: readToolCall(value, path) };
    case 'thinking':
    case 'redacted_thinking':
      return readThinking(value, path);
  }
  const kind = mediaKind(type);
  if (kind) return { part: readMedia(value, kind, path) };
  return { part: { type: 'opaque', by: 'anthropic', value } };
}

/** Puts the signature on the part; false when it has no place for one. */
function sign(part: AssistantPart, signature: Signature): boolean {
  if (part.type === 'opaque' || part.type === 'refusal' || part.type === 'reasoning') return false;
  part.signature = signature;
  return true;
}

function bareSignature(signature: Signature): AssistantPart {
  return { type: 'reasoning', text: '', signature };
}

/**
 * Writes an assistant's turn for an upstream.
 * @param moved gets the media, which this wire has only in turns of users.
 */
export function writeAssistantBlocks(
  message: AssistantMessage,
  path: string,
  encoding: Encoding,
  moved: JsonObject[],
): JsonObject[] {
  return gather(message.content, (part, at) => {
    const place = `${path}.content[${at}]`;
    switch (part.type) {
      case 'text':
        return writeText(part, place, encoding);
      case 'refusal':
        warn(encoding, 'approximated', place, 'The refusal was sent as plain text.');
        return writeText({ ...part, type: 'text' }, place, encoding);
      case 'reasoning':
        return writeThinking(part, place, encoding);
      case 'tool-call':
        return [writeToolCall(part, place, encoding)];
      case 'media':
        moved.push(writeMovedMedia(part, place, encoding));
        return [];
      default:
        return part.by === 'anthropic' ? [part.value] : [];
    }
  });
}

function writeMovedMedia(part: MediaPart, path: string, encoding: Encoding): JsonObject {
  const block = writeMedia(part, path, encoding);
  warn(encoding, 'moved', path, `The ${part.kind} was put into the user's next turn.`);
  return block;
}

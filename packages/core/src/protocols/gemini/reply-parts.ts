import type { JsonObject } from '../../json.ts';
import type { MediaPart, ReasoningPart, TextPart, ToolCallPart } from '../../part.ts';
import type { Extra } from '../../protocol-name.ts';
import type { AssistantPart } from '../../request.ts';
import type { Signature } from '../../signature.ts';
import { readArguments } from './arguments.ts';
import { writeMedia } from './media.ts';
import { writeRest } from './structure.ts';
import { writeThoughtSignature } from './thought-signature.ts';

/** A call that is written whole, however it came. */
export interface WholeCall {
  id: string;
  name: string;
  arguments: string;
  signature?: Signature;
  extra?: Extra;
}

/**
 * Writes a part of an answer, other than a call, for a caller: none for what is in another protocol's own words.
 * Refusals are text, as there is no other word for them.
 */
export function writeReplyPart(part: Exclude<AssistantPart, ToolCallPart>): JsonObject | undefined {
  switch (part.type) {
    case 'reasoning':
      return writeReplyThought(part);
    case 'opaque':
      return part.by === 'gemini' ? part.value : undefined;
    case 'media':
      return signed(writeReplyMedia(part), part);
    case 'refusal':
      return writeRest({ text: part.text }, part.extra?.gemini);
    case 'text':
      return writeReplyText(part);
  }
}

export function writeReplyText(part: Pick<TextPart, 'text' | 'signature' | 'extra'>): JsonObject {
  return signed({ text: part.text }, part);
}

export function writeReplyThought({
  text,
  signature,
  redacted,
  extra,
}: Pick<ReasoningPart, 'text' | 'signature' | 'redacted' | 'extra'>): JsonObject {
  const part: JsonObject = { text, thought: true };
  if (signature) part.thoughtSignature = writeThoughtSignature(signature, redacted);
  return writeRest(part, extra?.gemini);
}

/**
 * Writes a call. Its id is told even where it was made up: callers tell calls of one name apart by
 * it, and bring it back with the result.
 */
export function writeReplyCall(call: WholeCall): { part: JsonObject; malformed: boolean } {
  const { args, malformed } = readArguments(call.arguments);
  const { id, name } = call;
  return { part: signed({ functionCall: { id, name, args } }, call), malformed };
}

/** Media of an answer: files of other providers are told by their name, as callers may know it. */
function writeReplyMedia({ source }: MediaPart): JsonObject {
  return source.type === 'file'
    ? writeMedia({ ...source, by: 'gemini' }, '')
    : writeMedia(source, '');
}

function signed(
  part: JsonObject,
  { signature, extra }: { signature?: Signature; extra?: Extra },
): JsonObject {
  if (signature) part.thoughtSignature = writeThoughtSignature(signature);
  return writeRest(part, extra?.gemini);
}

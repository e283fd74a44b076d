import { invalid } from '../../error.ts';
import type { Fields } from '../../fields.ts';
import type { JsonObject, JsonValue } from '../../json.ts';
import type { MediaPart, OpaquePart, TextPart } from '../../part.ts';
import type { Signature } from '../../signature.ts';
import { drop, type Encoding, warn } from './encoding.ts';
import { readMedia, writeMedia } from './media.ts';
import { extraOf, writeRest } from './structure.ts';
import { readThoughtSignature } from './thought-signature.ts';

/** What a user's message and a model's have in common. */
export type CommonPart = TextPart | MediaPart | OpaquePart;

/**
 * Reads a part that is neither thought nor call nor result: text, media, or, in this wire's own
 * words, anything else (executable code and its result).
 *
 * @param value the part as it came.
 */
export function readCommonPart(part: Fields, value: JsonObject): CommonPart {
  const media = readMedia(part);
  const text = part.string('text');
  if (!media && text === undefined && !isSignatureAlone(value)) {
    return { type: 'opaque', by: 'gemini', value };
  }
  const { signature } = readThoughtSignature(part.string('thoughtSignature'));
  const rest = { ...(signature ? { signature } : {}), ...extraOf(part.rest()) };
  return media ? { ...media, ...rest } : { type: 'text', text: text ?? '', ...rest };
}

/** Writes such a part for an upstream; none when it is in another protocol's own words. */
export function writePart(part: CommonPart, encoding: Encoding, path: string): JsonObject[] {
  if (part.type === 'opaque') return part.by === 'gemini' ? [part.value] : [];
  drop(encoding, `${path}.cache`, part.cache);
  if (part.type === 'text' && saysNothing(part)) return [];
  const written = part.type === 'text' ? { text: part.text } : writeMedia(part.source, path);
  if (part.type === 'text') drop(encoding, `${path}.citations`, part.citations);
  else {
    drop(encoding, `${path}.name`, part.name);
    drop(encoding, `${path}.detail`, part.detail === 'auto' ? undefined : part.detail);
  }
  writeOwnSignature(written, part.signature, encoding, path);
  return [writeRest(written, part.extra?.gemini)];
}

/** Google refuses a text part without text, unless it carries a signature. */
export function saysNothing({ text, signature, extra }: TextPart): boolean {
  return text === '' && signature?.by !== 'gemini' && !extra?.gemini;
}

/** Writes a signature where this wire made it; another one would be refused, and is reported. */
export function writeOwnSignature(
  part: JsonObject,
  signature: Signature | undefined,
  encoding: Encoding,
  path: string,
): void {
  if (!signature) return;
  if (signature.by === 'gemini') part.thoughtSignature = signature.value;
  else {
    const message = `The signature was made by ${signature.by}, which Gemini would refuse.`;
    warn(encoding, 'reasoning_dropped', `${path}.signature`, message);
  }
}

/** A text that must be text alone: instructions, texts to be embedded. */
export function onlyText(part: Fields): TextPart {
  const text = part.string('text');
  if (text === undefined) throw invalid(part.path, `${part.path} must be a text part.`);
  return { type: 'text', text, ...extraOf(part.rest()) };
}

/** A part without data, as streams end with, belongs to the text. */
function isSignatureAlone(part: JsonObject): boolean {
  const keys = Object.keys(part);
  return keys.length === 1 && (keys[0] === 'thoughtSignature' || keys[0] === 'thought_signature');
}

/** An item of `parts`; a plain string counts as text, as Google's SDKs take it. */
export function partObject(value: JsonValue): JsonValue {
  return typeof value === 'string' ? { text: value } : value;
}

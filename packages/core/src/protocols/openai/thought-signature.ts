import { isJsonObject, type JsonObject } from '../../json.ts';
import { readSignature, type Signature, writeSignature } from '../../signature.ts';
import { type Encoding, warn } from './encoding.ts';

/**
 * Reads `extra_content.google.thought_signature`, the place that Gemini's own OpenAI-compatible
 * endpoint gives to signatures of tool calls and of text
 * (ai.google.dev/gemini-api/docs/thought-signatures).
 *
 * @param value `extra_content` as it came.
 * @returns the signature, and what else stood there.
 */
export function readThoughtSignature(value: unknown): {
  signature?: Signature;
  rest?: JsonObject;
} {
  if (!isJsonObject(value)) return {};
  const { google, ...others } = value;
  if (!isJsonObject(google)) return { rest: value };
  const { thought_signature: text, ...words } = google;
  if (typeof text !== 'string' || text === '') return { rest: value };
  const rest: JsonObject = { ...others, ...(isEmpty(words) ? {} : { google: words }) };
  return {
    signature: readSignature(text, 'gemini').signature,
    ...(isEmpty(rest) ? {} : { rest }),
  };
}

/** Writes what {@link readThoughtSignature} reads; signatures of other makers are tagged. */
export function writeThoughtSignature(signature: Signature, object: JsonObject): void {
  const others = isJsonObject(object.extra_content) ? object.extra_content : {};
  const words = isJsonObject(others.google) ? others.google : {};
  const text = writeSignature(signature, 'gemini');
  object.extra_content = { ...others, google: { ...words, thought_signature: text } };
}

/** The same in a request, where a provider's own endpoint would refuse a tag. */
export function encodeThoughtSignature(
  signature: Signature | undefined,
  object: JsonObject,
  encoding: Encoding,
  path: string,
): void {
  if (!signature) return;
  if (encoding.extensions || (encoding.takesThoughts && signature.by === 'gemini')) {
    writeThoughtSignature(signature, object);
    return;
  }
  const message = `A signature made by ${signature.by} means nothing to this endpoint.`;
  warn(encoding, 'reasoning_dropped', `${path}.signature`, message);
}

function isEmpty(object: JsonObject): boolean {
  return Object.keys(object).length === 0;
}

import { Fields } from '../../fields.ts';
import type { JsonObject } from '../../json.ts';
import type { ReasoningPart } from '../../part.ts';
import { readSignature, type Signature, writeSignature } from '../../signature.ts';
import { type Encoding, extraOf, warn, writeExtra } from './encoding.ts';

/** A thinking block of a request, or the signature of the part after it that it carries. */
type Thinking = { part: ReasoningPart } | { next: Signature };

/** Reads a `thinking` or `redacted_thinking` block of a request. */
export function readThinking(value: JsonObject, path: string): Thinking {
  const fields = new Fields(value, path);
  if (fields.string('type') === 'redacted_thinking') {
    const data = fields.required('data', fields.string('data'));
    const { signature } = readSignature(data, 'anthropic');
    const extra = extraOf(fields.rest());
    return { part: { type: 'reasoning', text: '', signature, redacted: true, ...extra } };
  }
  const text = fields.required('thinking', fields.string('thinking'));
  const sign = fields.string('signature');
  const { signature, place } = sign ? readSignature(sign, 'anthropic') : {};
  if (signature && place === 'next' && text === '') return { next: signature };
  return {
    part: {
      type: 'reasoning',
      text,
      ...(signature ? { signature } : {}),
      ...extraOf(fields.rest()),
    },
  };
}

/**
 * Writes thoughts for an upstream, which takes none but those that it signed itself. They go back
 * byte by byte.
 */
export function writeThinking(part: ReasoningPart, path: string, encoding: Encoding): JsonObject[] {
  if (part.signature?.by !== 'anthropic') {
    const maker = part.signature
      ? `signed by the ${part.signature.by} protocol`
      : 'without a signature';
    warn(encoding, 'reasoning_dropped', path, `Thoughts ${maker} were left out.`);
    return [];
  }
  return [thinkingBlock(part)];
}

/** The block for an upstream or a caller; foreign signatures are tagged with their maker. */
export function thinkingBlock(part: ReasoningPart): JsonObject {
  const signature = part.signature ? writeSignature(part.signature, 'anthropic') : '';
  const block: JsonObject = part.redacted
    ? { type: 'redacted_thinking', data: signature }
    : { type: 'thinking', thinking: part.text, signature };
  writeExtra(part.extra, block);
  return block;
}

/** The block that carries the signature of the part after it, as that has no field for one. */
export function signatureBlock(signature: Signature): JsonObject {
  const value = writeSignature(signature, 'anthropic', 'next');
  return { type: 'thinking', thinking: '', signature: value };
}

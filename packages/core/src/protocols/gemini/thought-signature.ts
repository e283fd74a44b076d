import { readSignature, type Signature, writeSignature } from '../../signature.ts';
import { base64ToText, textToBase64 } from './base64.ts';

/**
 * Stands in for the signature of a call that Gemini did not make, which Gemini 3 would refuse
 * without one (ai.google.dev/gemini-api/docs/thought-signatures, "FAQs").
 */
export const NO_SIGNATURE = 'skip_thought_signature_validator';
const NO_SIGNATURE_BYTES = textToBase64(NO_SIGNATURE);

/** How base64 of a tagged signature begins: `ofox/`. */
const TAGGED_BYTES = 'b2ZveC';
const REDACTED = 'redacted:';

/** What a `thoughtSignature` says: whose it is, and whether the thoughts beside it are withheld. */
export interface ThoughtSignature {
  signature?: Signature;
  redacted?: true;
}

/**
 * Reads `thoughtSignature`. The field holds bytes, so that signatures of other protocols, which are
 * tagged text, stand there in base64; SDKs that decode and encode it (Python) keep them intact.
 */
export function readThoughtSignature(value: unknown): ThoughtSignature {
  if (typeof value !== 'string' || value === '') return {};
  if (value === NO_SIGNATURE || value === NO_SIGNATURE_BYTES) return {};
  const text = value.startsWith(TAGGED_BYTES) ? (base64ToText(value) ?? value) : value;
  const { signature } = readSignature(text, 'gemini');
  if (signature.by === 'gemini' || !signature.value.startsWith(REDACTED)) return { signature };
  const { by, value: tagged } = signature;
  return { signature: { by, value: tagged.slice(REDACTED.length) }, redacted: true };
}

/** Writes a `thoughtSignature` for a caller, so that it comes back with the next turn. */
export function writeThoughtSignature({ by, value }: Signature, redacted?: true): string {
  if (by === 'gemini') return value;
  const tagged = writeSignature({ by, value: redacted ? REDACTED + value : value }, 'gemini');
  return textToBase64(tagged);
}

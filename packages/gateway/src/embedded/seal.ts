import { createHmac } from 'node:crypto';

/** No secret: it proves that a value came back unchanged, not who made it. */
const KEY = 'ofox embedded provider';
const NONCE_BYTES = 12;

/**
 * A value that stands for a text and can be checked against it later, as the signatures of
 * Anthropic and Gemini stand for thoughts.
 *
 * @param seed makes the values of two replies differ though their texts are equal.
 */
export function seal(text: string, seed: string): string {
  const nonce = createHmac('sha256', KEY).update(seed).digest().subarray(0, NONCE_BYTES);
  return Buffer.concat([nonce, authenticate(nonce, text)]).toString('base64');
}

/** Whether {@link seal} made this value of this text. */
export function isSealed(value: string, text: string): boolean {
  const bytes = Buffer.from(value, 'base64');
  const nonce = bytes.subarray(0, NONCE_BYTES);
  return Buffer.concat([nonce, authenticate(nonce, text)]).toString('base64') === value;
}

function authenticate(nonce: Uint8Array, text: string): Buffer {
  return createHmac('sha256', KEY).update(nonce).update(text).digest();
}

import { hash, randomBytes } from 'node:crypto';

/** A new key: 256 random bits. Like the API's own keys, it begins with `sk-of`. */
export function makeKey(): string {
  return `sk-ofox-${randomBytes(32).toString('base64url')}`;
}

/**
 * What is stored in place of a key. A plain SHA-256 is right here, without salt or stretching: keys
 * that this gateway makes hold 256 random bits, which nobody can guess from a hash, fast or slow.
 */
export function digestOf(key: string): KeyDigest {
  return hash('sha256', key, 'base64url') as KeyDigest;
}

/** From the 64 hexadecimal digits that `sha256sum` prints and files hold. */
export function digestFromHex(sha256: string): KeyDigest {
  return Buffer.from(sha256, 'hex').toString('base64url') as KeyDigest;
}

/** SHA-256 of a key, in base64url, which is what takes the least room in a map of a million. */
export type KeyDigest = string & { readonly digest: unique symbol };

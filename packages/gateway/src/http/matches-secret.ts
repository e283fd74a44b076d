import { hash, timingSafeEqual } from 'node:crypto';

/** Whether a text is the secret, in a time that tells nothing of either. */
export function matchesSecret(text: string | undefined, secret: string): boolean {
  if (text === undefined) return false;
  return timingSafeEqual(digest(text), digest(secret));
}

function digest(text: string): Buffer {
  return hash('sha256', text, 'buffer');
}

import type { AssistantPart } from '@ofoxai/core';

/**
 * Parts whose pieces are one again. Google's class keeps each piece of a stream as a part of its
 * own, with the signature of the whole on the last of them.
 */
export function joinPieces(parts: readonly AssistantPart[]): AssistantPart[] {
  const joined: AssistantPart[] = [];
  for (const part of parts) {
    const last = joined.at(-1);
    const whole = last && joinPiece(last, part);
    if (whole) joined[joined.length - 1] = whole;
    else joined.push(part);
  }
  return joined;
}

/** @returns `undefined` for what are two parts: of two kinds, or where the first one was whole. */
function joinPiece(piece: AssistantPart, next: AssistantPart): AssistantPart | undefined {
  if (piece.type === 'text' && next.type === 'text') {
    if (piece.signature || piece.citations || piece.cache || piece.extra) return undefined;
    return { ...next, text: piece.text + next.text };
  }
  if (piece.type === 'reasoning' && next.type === 'reasoning') {
    if (piece.signature || piece.redacted || piece.extra || next.redacted) return undefined;
    return { ...next, text: piece.text + next.text };
  }
  return undefined;
}

import type { ReplyEvent } from '@ofoxai/core';

/** An answer that has begun in earnest: nothing can take its place any more. */
export interface OpenReply {
  /** The first events, up to and including the first that says something. */
  readonly held: readonly ReplyEvent[];
  readonly rest: AsyncIterator<ReplyEvent>;
}

/**
 * Reads an answer up to its first output. What comes before it (the start, usage, warnings, empty
 * text) is held back, so that an error in its place can still lead to another model.
 */
export async function openReply(events: AsyncIterable<ReplyEvent>): Promise<OpenReply> {
  const rest = events[Symbol.asyncIterator]();
  const held: ReplyEvent[] = [];
  for (;;) {
    const next = await rest.next();
    if (next.done) return { held, rest };
    held.push(next.value);
    if (isOutput(next.value)) return { held, rest };
  }
}

function isOutput(event: ReplyEvent): boolean {
  switch (event.type) {
    case 'start':
    case 'usage':
    case 'extra':
    case 'warning':
      return false;
    case 'text':
    case 'refusal':
    case 'reasoning':
      return event.text !== '' || ('signature' in event && event.signature !== undefined);
    default:
      return true;
  }
}

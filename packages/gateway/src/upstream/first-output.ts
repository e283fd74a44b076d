import { OfoxError, type ReplyEvent } from '@ofoxai/core';

/**
 * Bytes of a stream that are read at a time until its first output, which stands near the beginning
 * and must not wait for all that came together with it.
 */
export const PREAMBLE_PIECE = 2048;

/**
 * Whether an event says something to the caller. What comes before the first that does (the start,
 * usage, warnings, empty text) is held back, so that another node can take this one's place.
 *
 * @throws OfoxError when the answer ends as failed without having said anything.
 */
export function isOutput(event: ReplyEvent): boolean {
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
    case 'finish':
      if (event.finish.reason !== 'error') return true;
      throw new OfoxError('upstream', 'The provider gave up before it had answered anything.', {
        status: 502,
      });
    default:
      return true;
  }
}

import type { ReplyEvent } from '../../reply.ts';
import type { Warning } from '../../warning.ts';
import { foreignEventWarnings } from '../foreign.ts';
import { writeCitation } from './citations.ts';
import { isCustomCall } from './tool-calls.ts';

/** OpenAI's wire has no word for citations without an address, nor for blocks but custom calls. */
export function replyLosses(event: ReplyEvent): readonly Warning[] {
  const path = 'index' in event ? `content[${event.index}]` : '';
  if (event.type === 'citation' && !writeCitation(event.citation, { from: 0, to: 0 })) {
    const message = 'A citation without an address was left out: this wire cites addresses only.';
    return [{ code: 'dropped', path: `${path}.citations`, message }];
  }
  if (event.type === 'opaque' && event.part.by === 'openai' && !isCustomCall(event.part)) {
    return [{ code: 'dropped', path, message: 'A block has no place in an answer on this wire.' }];
  }
  return foreignEventWarnings(event, 'openai');
}

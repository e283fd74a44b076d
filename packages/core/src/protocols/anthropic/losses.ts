import type { ReplyEvent } from '../../reply.ts';
import type { Warning } from '../../warning.ts';
import { foreignEventWarnings } from '../foreign.ts';

/** Anthropic's wire has no word for log probabilities. */
export function replyLosses(event: ReplyEvent): readonly Warning[] {
  if (event.type === 'logprobs') {
    const message = 'Log probabilities have no place in an answer on this wire.';
    return [{ code: 'dropped', path: 'logprobs', message }];
  }
  return foreignEventWarnings(event, 'anthropic');
}

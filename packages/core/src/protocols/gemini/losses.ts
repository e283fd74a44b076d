import type { ReplyEvent } from '../../reply.ts';
import type { Warning } from '../../warning.ts';
import { foreignEventWarnings } from '../foreign.ts';

/**
 * Gemini's wire does not tell which stop sequence ended the answer, nor that the provider only
 * paused: its word for that would make Google's SDK send requests of its own.
 */
export function replyLosses(event: ReplyEvent): readonly Warning[] {
  if (event.type === 'finish' && event.finish.stopSequence !== undefined) {
    const message = 'Which stop sequence ended the answer has no place on this wire.';
    return [{ code: 'dropped', path: 'finish.stopSequence', message }];
  }
  if (event.type === 'finish' && event.finish.reason === 'pause') {
    const message = 'That the provider paused is told as the end of the answer on this wire.';
    return [{ code: 'approximated', path: 'finish.reason', message }];
  }
  return foreignEventWarnings(event, 'gemini');
}

import type { ReplyEvent } from '../../reply.ts';
import type { Warning } from '../../warning.ts';
import { foreignEventWarnings } from '../foreign.ts';

/** Gemini's wire does not tell which stop sequence ended the answer. */
export function replyLosses(event: ReplyEvent): readonly Warning[] {
  if (event.type === 'finish' && event.finish.stopSequence !== undefined) {
    const message = 'Which stop sequence ended the answer has no place on this wire.';
    return [{ code: 'dropped', path: 'finish.stopSequence', message }];
  }
  return foreignEventWarnings(event, 'gemini');
}

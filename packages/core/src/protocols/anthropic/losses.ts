import type { FinishReason, ReplyEvent } from '../../reply.ts';
import type { Warning } from '../../warning.ts';
import { foreignEventWarnings } from '../foreign.ts';

const TOLD_AS_REFUSAL: readonly FinishReason[] = ['content_filter', 'error'];

/** Anthropic's wire has no word for log probabilities, nor for answers that failed or were filtered. */
export function replyLosses(event: ReplyEvent): readonly Warning[] {
  if (event.type === 'logprobs') {
    const message = 'Log probabilities have no place in an answer on this wire.';
    return [{ code: 'dropped', path: 'logprobs', message }];
  }
  if (event.type === 'finish' && TOLD_AS_REFUSAL.includes(event.finish.reason)) {
    const message = `That the answer ended with ${event.finish.reason} is told as a refusal on this wire.`;
    return [{ code: 'approximated', path: 'finish.reason', message }];
  }
  return foreignEventWarnings(event, 'anthropic');
}

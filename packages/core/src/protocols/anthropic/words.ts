import type { Finish, FinishReason } from '../../reply.ts';

/** Why an answer ended, in the API's words (`stop_reason`). */
const STOP_REASONS: Readonly<Record<string, FinishReason>> = {
  end_turn: 'stop',
  stop_sequence: 'stop',
  max_tokens: 'length',
  model_context_window_exceeded: 'length',
  tool_use: 'tool_calls',
  pause_turn: 'pause',
  compaction: 'pause',
  refusal: 'refusal',
};

/** The word for each reason; a failed answer has none, and is told as one not to be relied on. */
const WORDS: Readonly<Record<FinishReason, string>> = {
  stop: 'end_turn',
  length: 'max_tokens',
  tool_calls: 'tool_use',
  content_filter: 'refusal',
  refusal: 'refusal',
  pause: 'pause_turn',
  error: 'refusal',
};

export function readStopReason(word: string): FinishReason {
  return (Object.hasOwn(STOP_REASONS, word) ? STOP_REASONS[word] : undefined) ?? 'stop';
}

/** The word as this wire told it, or its nearest one for another wire's. */
export function writeStopReason({ reason, raw, stopSequence }: Finish): string {
  if (raw !== undefined && Object.hasOwn(STOP_REASONS, raw) && STOP_REASONS[raw] === reason)
    return raw;
  if (reason === 'stop' && stopSequence !== undefined) return 'stop_sequence';
  return WORDS[reason];
}

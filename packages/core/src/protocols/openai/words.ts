import type { ProtocolName } from '../../protocol-name.ts';
import type { Finish, FinishReason } from '../../reply.ts';
import type { ReasoningEffort } from '../../request.ts';

export const EFFORTS: readonly ReasoningEffort[] = [
  'none',
  'minimal',
  'low',
  'medium',
  'high',
  'xhigh',
  'max',
];

/** OpenAI's reasoning models refuse `max_tokens` and want `max_completion_tokens`. */
export function isReasoningFamily(model: string): boolean {
  return /^(?:openai\/)?(?:o[134](?![a-z0-9])|gpt-5)/.test(model);
}

/** OpenAI's own models, whose endpoint refuses every field of a message that it does not know. */
export function isOpenAiModel(model: string): boolean {
  return /^(?:openai\/)?(?:o\d|gpt-|chatgpt-)/.test(model);
}

/** The effort that comes nearest to a budget, for receivers that know efforts only. */
export function effortOfBudget(tokens: number): ReasoningEffort {
  if (tokens === 0) return 'none';
  if (tokens <= 2048) return 'low';
  return tokens <= 12_288 ? 'medium' : 'high';
}

const FINISH_WORDS: Record<FinishReason, string> = {
  stop: 'stop',
  length: 'length',
  tool_calls: 'tool_calls',
  content_filter: 'content_filter',
  refusal: 'content_filter',
  pause: 'stop',
  error: 'error',
};

const FINISH_REASONS: Record<string, FinishReason> = {
  stop: 'stop',
  length: 'length',
  tool_calls: 'tool_calls',
  function_call: 'tool_calls',
  content_filter: 'content_filter',
  error: 'error',
};

/** Words of other makers that say more than `finish_reason` can, as OpenRouter tells them beside it. */
const NATIVE_REASONS: Record<string, FinishReason> = {
  refusal: 'refusal',
  pause_turn: 'pause',
  pause: 'pause',
  end_turn: 'stop',
  stop_sequence: 'stop',
};

/**
 * Reads why the answer ended.
 * @param hasCalls an answer with calls that says `stop` ended for its calls, as some servers say it.
 */
export function readFinish(word: string, native: string | undefined, hasCalls: boolean): Finish {
  const told = Object.hasOwn(FINISH_REASONS, word) ? FINISH_REASONS[word] : undefined;
  const more =
    native !== undefined && Object.hasOwn(NATIVE_REASONS, native)
      ? NATIVE_REASONS[native]
      : undefined;
  let reason: FinishReason = told ?? 'stop';
  if (more && FINISH_WORDS[more] === word) reason = more;
  else if (reason === 'stop' && hasCalls) reason = 'tool_calls';
  return { reason, raw: native ?? word };
}

/** `finish_reason`, and `native_finish_reason` where the wire's own word was another one. */
export function writeFinish(finish: Finish): { word: string; native?: string } {
  const word = FINISH_WORDS[finish.reason];
  const fallback = finish.reason === 'refusal' || finish.reason === 'pause' ? finish.reason : word;
  const native = finish.raw ?? fallback;
  return native === word ? { word } : { word, native };
}

/** Whose signatures the entries of `reasoning_details` carry, by their `format`. */
const FORMATS: Record<ProtocolName, string> = {
  openai: 'openai-responses-v1',
  anthropic: 'anthropic-claude-v1',
  gemini: 'google-gemini-v1',
};

export function formatOf(protocol: ProtocolName): string {
  return FORMATS[protocol];
}

export function protocolOfFormat(format: string | undefined): ProtocolName {
  if (format === FORMATS.anthropic) return 'anthropic';
  return format === FORMATS.gemini ? 'gemini' : 'openai';
}

const AUDIO_TYPES: Record<string, string> = {
  wav: 'audio/wav',
  mp3: 'audio/mpeg',
};

/** `audio/mpeg` for `mp3`. */
export function audioType(format: string): string {
  return AUDIO_TYPES[format] ?? `audio/${format}`;
}

/** `mp3` for `audio/mpeg`. */
export function audioFormat(mediaType: string): string {
  const type = mediaType.split(';')[0]?.trim().toLowerCase() ?? '';
  if (type === 'audio/mpeg') return 'mp3';
  if (type === 'audio/x-wav' || type === 'audio/wave') return 'wav';
  return type.replace(/^audio\//, '');
}

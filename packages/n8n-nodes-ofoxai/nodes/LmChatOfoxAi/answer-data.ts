import type { FinishReason, TokenUsage } from '@n8n/ai-node-sdk';
import type { ChatResult, FinishReason as Reason, ReplyEvent, Usage } from '@ofoxai/core';
import { inputTokens, outputTokens } from '@ofoxai/core';
import { costNumber } from '../../shared/usage-data.ts';

const REASONS: Record<Reason, FinishReason> = {
  stop: 'stop',
  length: 'length',
  tool_calls: 'tool-calls',
  content_filter: 'content-filter',
  refusal: 'content-filter',
  pause: 'other',
  error: 'error',
};

export type Finish = Extract<ReplyEvent, { type: 'finish' }>['finish'];

export function finishReason({ reason }: Finish): FinishReason {
  return REASONS[reason];
}

/** Tokens in the SDK's words. */
export function tokenUsage(usage: Usage): TokenUsage {
  const promptTokens = inputTokens(usage);
  const completionTokens = outputTokens(usage);
  return {
    promptTokens,
    completionTokens,
    totalTokens: promptTokens + completionTokens,
    ...(usage.cacheRead > 0 ? { inputTokenDetails: { cacheRead: usage.cacheRead } } : {}),
    ...(usage.reasoning > 0 ? { outputTokenDetails: { reasoning: usage.reasoning } } : {}),
  };
}

/** Tokens in LangChain's words. */
export function usageMetadata(usage: Usage): Record<string, unknown> {
  const read = inputTokens(usage);
  const written = outputTokens(usage);
  const cacheCreation = usage.cacheWrite + usage.cacheWrite1h;
  return {
    input_tokens: read,
    output_tokens: written,
    total_tokens: read + written,
    input_token_details: {
      ...(usage.cacheRead > 0 ? { cache_read: usage.cacheRead } : {}),
      ...(cacheCreation > 0 ? { cache_creation: cacheCreation } : {}),
    },
    output_token_details: usage.reasoning > 0 ? { reasoning: usage.reasoning } : {},
  };
}

/** Who answered, how it ended and what it cost, as n8n shows it in its logs. */
export function answerData(result: ChatResult): Record<string, unknown> {
  const { finish, model, usage, warnings, response, content } = result;
  const { provider, requestId, attempts } = response;
  const cost = costNumber(response.cost);
  const reasoning = content.map((part) => (part.type === 'reasoning' ? part.text : '')).join('');
  const { promptTokens, completionTokens, totalTokens } = tokenUsage(usage);
  return {
    finish_reason: finish.reason,
    model,
    ...(provider ? { provider } : {}),
    ...(requestId ? { request_id: requestId } : {}),
    ...(reasoning ? { reasoning } : {}),
    tokenUsage: {
      ...{ promptTokens, completionTokens, totalTokens },
      ...(cost === undefined ? {} : { cost }),
    },
    ...(attempts.length > 1 ? { attempts } : {}),
    ...(warnings.length > 0 ? { warnings } : {}),
  };
}

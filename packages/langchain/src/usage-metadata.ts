import type { UsageMetadata } from '@langchain/core/messages';
import { inputTokens, outputTokens, type Usage } from '@ofoxai/core';

/**
 * Usage as LangChain has it: the details are within the counts, never beside them.
 * @returns `undefined` when the provider told nothing.
 */
export function usageMetadata(usage: Usage): UsageMetadata | undefined {
  const input = inputTokens(usage);
  const output = outputTokens(usage);
  if (input + output === 0) return undefined;
  const { cacheRead, reasoning } = usage;
  const cacheCreation = usage.cacheWrite + usage.cacheWrite1h;
  return {
    input_tokens: input,
    output_tokens: output,
    total_tokens: input + output,
    ...(cacheRead + cacheCreation > 0 && {
      input_token_details: {
        ...(cacheRead > 0 && { cache_read: cacheRead }),
        ...(cacheCreation > 0 && { cache_creation: cacheCreation }),
      },
    }),
    ...(reasoning > 0 && { output_token_details: { reasoning } }),
  };
}

/** Usage as callbacks have had it since before chat models. */
export interface TokenUsage {
  promptTokens: number;
  completionTokens: number;
  totalTokens: number;
}

export function tokenUsage(usage: UsageMetadata): TokenUsage {
  return {
    promptTokens: usage.input_tokens,
    completionTokens: usage.output_tokens,
    totalTokens: usage.total_tokens,
  };
}

export function addTokenUsage(one: TokenUsage, other: TokenUsage): TokenUsage {
  return {
    promptTokens: one.promptTokens + other.promptTokens,
    completionTokens: one.completionTokens + other.completionTokens,
    totalTokens: one.totalTokens + other.totalTokens,
  };
}

/**
 * The field of a message. Under exactOptionalPropertyTypes LangChain's type of it is `undefined`
 * and nothing else.
 */
export function usageField(usage: Usage): { usage_metadata?: never } {
  const counted = usageMetadata(usage);
  return counted ? { usage_metadata: counted as never } : {};
}

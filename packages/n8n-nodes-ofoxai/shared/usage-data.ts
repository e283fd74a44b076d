import { inputTokens, outputTokens, type Usage } from '@ofoxai/core';

/** The tokens of a call as workflows see them. */
export interface UsageData {
  inputTokens: number;
  outputTokens: number;
  totalTokens: number;
  cacheReadTokens?: number;
  cacheWriteTokens?: number;
  reasoningTokens?: number;
}

/** All that was read and written; the finer counts only where they are not zero. */
export function usageData(usage: Usage): UsageData {
  const read = inputTokens(usage);
  const written = outputTokens(usage);
  const cacheWrite = usage.cacheWrite + usage.cacheWrite1h;
  return {
    inputTokens: read,
    outputTokens: written,
    totalTokens: read + written,
    ...(usage.cacheRead > 0 ? { cacheReadTokens: usage.cacheRead } : {}),
    ...(cacheWrite > 0 ? { cacheWriteTokens: cacheWrite } : {}),
    ...(usage.reasoning > 0 ? { reasoningTokens: usage.reasoning } : {}),
  };
}

/** USD as a number, which n8n can add up; `undefined` when the price is not known. */
export function costNumber(cost: string | undefined): number | undefined {
  const number = cost === undefined ? Number.NaN : Number(cost);
  return Number.isFinite(number) ? number : undefined;
}

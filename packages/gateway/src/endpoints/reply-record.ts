import { inputTokens, outputTokens, type Usage, type Warning } from '@ofoxai/core';
import { headerJson } from '../http/header-json.ts';
import type { RequestRecord } from '../log.ts';

export function recordUsage(record: RequestRecord, usage: Usage): void {
  record.inputTokens = inputTokens(usage);
  record.outputTokens = outputTokens(usage);
  if (usage.cost !== undefined) record.cost = usage.cost;
}

/** `x-ofox-warnings`, when there is something to warn of, as a name and a value. */
export function warningsHeader(warnings: readonly Warning[]): string[] {
  if (warnings.length === 0) return [];
  return ['x-ofox-warnings', headerJson(warnings)];
}

import { inputTokens, outputTokens, type Usage, type Warning } from '@ofoxai/core';
import { headerJson } from '../http/header-json.ts';
import type { RequestRecord } from '../log.ts';
import type { NodeRoute } from '../upstream/node.ts';

/** @param route who answered, whose prices tell the cost where the provider has not. */
export function recordUsage(
  record: RequestRecord,
  usage: Usage,
  route: Pick<NodeRoute, 'tariff'> | undefined,
): void {
  record.inputTokens = inputTokens(usage);
  record.outputTokens = outputTokens(usage);
  const cost = usage.cost ?? route?.tariff?.cost(usage);
  if (cost !== undefined) record.cost = cost;
}

/** `x-ofox-warnings`, when there is something to warn of, as a name and a value. */
export function warningsHeader(warnings: readonly Warning[]): string[] {
  if (warnings.length === 0) return [];
  return ['x-ofox-warnings', headerJson(warnings)];
}

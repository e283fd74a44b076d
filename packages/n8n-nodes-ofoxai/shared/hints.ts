import type { Warning } from '@ofoxai/core';
import type { IExecuteFunctions, ISupplyDataFunctions } from 'n8n-workflow';

type Context = Pick<IExecuteFunctions | ISupplyDataFunctions, 'addExecutionHints'>;

/**
 * Shows warnings above the node's output, where they are seen without being looked for. Each is shown
 * once for all the items of a run. Versions of n8n that have no hints still have the warnings as data.
 */
export function createHints(context: Context): (warnings: readonly Warning[]) => void {
  const shown = new Set<string>();
  return (warnings) => {
    for (const { message } of warnings) {
      if (shown.has(message)) continue;
      shown.add(message);
      context.addExecutionHints?.({ message, type: 'warning', location: 'outputPane' });
    }
  };
}

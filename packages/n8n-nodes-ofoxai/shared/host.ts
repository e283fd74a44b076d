import type { IExecuteFunctions, ILoadOptionsFunctions, ISupplyDataFunctions } from 'n8n-workflow';

/** Where the client runs: an execution, a sub-node of one, or a search in the editor. */
export type Host = IExecuteFunctions | ISupplyDataFunctions | ILoadOptionsFunctions;

export const CREDENTIAL = 'ofoxAiApi';

/** Aborted when the execution is stopped; `undefined` where nothing can be stopped. */
export function cancelSignal(host: Host): AbortSignal | undefined {
  return 'getExecutionCancelSignal' in host ? host.getExecutionCancelSignal() : undefined;
}

import type { BaseClient, Warning } from '@ofoxai/core';
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { wrongParameter } from '../../shared/chat-settings.ts';
import { openClient } from '../../shared/client.ts';
import { createHints } from '../../shared/hints.ts';
import { errorData, toNodeError } from '../../shared/node-error.ts';
import { runInBatches } from './batches.ts';
import { complete } from './resources/chat/complete.ts';
import { create } from './resources/embedding/create.ts';
import { similarity } from './resources/embedding/similarity.ts';
import { generate } from './resources/image/generate.ts';
import { get } from './resources/model/get.ts';
import { getAll } from './resources/model/get-all.ts';
import { type Operation, optionsOf, output, type Run } from './run.ts';

const OPERATIONS: Record<string, Record<string, Operation>> = {
  chat: { complete },
  embedding: { create, similarity },
  image: { generate },
  model: { get, getAll },
};

/**
 * Runs the chosen operation for all items. An item that fails gives its error as data when the node
 * is to go on; otherwise the first failure ends the run.
 */
export async function executeItems(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
  const items = context.getInputData().map((_, index) => index);
  if (items.length === 0) return [];
  const operation = operationOf(context);
  const run = { context, client: await open(context) };
  const { batchSize, batchInterval } = optionsOf(run, 0);
  const jobs = groups(items, operation.groupSize?.(run) ?? 1).map(
    (group) => () => attempt(operation, run, group),
  );
  const batching = { size: Number(batchSize ?? 1), interval: Number(batchInterval ?? 0) };
  const signal = context.getExecutionCancelSignal();
  const outputs = (await runInBatches(jobs, batching, signal)).flat();
  const hint = createHints(context);
  for (const { json } of outputs) hint((json.warnings ?? []) as unknown as Warning[]);
  return outputs;
}

async function attempt(
  operation: Operation,
  run: Run,
  items: number[],
): Promise<INodeExecutionData[]> {
  const { context } = run;
  try {
    return await operation.execute(run, items);
  } catch (error) {
    if (!context.continueOnFail()) throw toNodeError(context.getNode(), error, items[0]);
    const data = errorData(error);
    return items.map((item) => output(item, { error: data }));
  }
}

async function open(context: IExecuteFunctions): Promise<BaseClient> {
  try {
    return await openClient(context, 0);
  } catch (error) {
    throw toNodeError(context.getNode(), error);
  }
}

function operationOf(context: IExecuteFunctions): Operation {
  const resource = String(context.getNodeParameter('resource', 0));
  const name = String(context.getNodeParameter('operation', 0));
  const operation = OPERATIONS[resource]?.[name];
  if (operation) return operation;
  const unknown = wrongParameter(
    'Operation',
    `"${name}" of ${resource} is not known to this version`,
  );
  throw toNodeError(context.getNode(), unknown);
}

function groups(items: number[], size: number): number[][] {
  const width = Math.max(1, Math.floor(size));
  if (width >= items.length) return [items];
  const cut: number[][] = [];
  for (let from = 0; from < items.length; from += width) cut.push(items.slice(from, from + width));
  return cut;
}

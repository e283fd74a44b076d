import type { BaseClient, CallOptions } from '@ofoxai/core';
import {
  accumulateTokenUsage,
  type IBinaryKeyData,
  type IDataObject,
  type IExecuteFunctions,
  type INodeExecutionData,
} from 'n8n-workflow';
import { wrongParameter } from '../../shared/chat-settings.ts';
import { readCallOptions } from '../../shared/client.ts';
import type { UsageData } from '../../shared/usage-data.ts';

/** One run of the action node. */
export interface Run {
  context: IExecuteFunctions;
  client: BaseClient;
}

/** What one operation does for some items, of which there are several where it takes groups. */
export interface Operation {
  /** How many items go into one request; one when absent. */
  groupSize?(run: Run): number;
  /**
   * @returns what each of the items gives, in the same order, linked to its item.
   * @throws OfoxError for whatever goes wrong.
   */
  execute(run: Run, items: number[]): Promise<INodeExecutionData[]>;
}

export function parameter<T>({ context }: Run, name: string, item: number, fallback?: T): T {
  return context.getNodeParameter(name, item, fallback) as T;
}

export function optionsOf(run: Run, item: number): IDataObject {
  return parameter<IDataObject>(run, 'options', item, {});
}

export function callOptionsOf(run: Run, item: number): CallOptions {
  return readCallOptions(run.context, optionsOf(run, item));
}

/** The model's id. @throws OfoxError when there is none. */
export function modelOf({ context }: Run, item: number): string {
  const model = context.getNodeParameter('model', item, '', { extractValue: true });
  const id = String(model ?? '').trim();
  if (id === '') throw wrongParameter('Model', 'is empty: choose one from the list, or give an ID');
  return id;
}

export function output(item: number, json: object, binary?: IBinaryKeyData): INodeExecutionData {
  return {
    json: json as IDataObject,
    pairedItem: { item },
    ...(binary && Object.keys(binary).length > 0 ? { binary } : {}),
  };
}

/** Adds the tokens to what n8n counts for the node. */
export function count({ context }: Run, { inputTokens, outputTokens }: UsageData): void {
  accumulateTokenUsage?.(context, inputTokens, outputTokens);
}

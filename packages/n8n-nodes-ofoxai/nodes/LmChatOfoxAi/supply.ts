import type { ChatModel } from '@n8n/ai-node-sdk';
import type { ResponseFormat } from '@ofoxai/core';
import type { IDataObject, ISupplyDataFunctions, SupplyData } from 'n8n-workflow';
import {
  readCacheTtl,
  readChatSettings,
  readJsonObject,
  wrongParameter,
} from '../../shared/chat-settings.ts';
import { openClient, readCallOptions } from '../../shared/client.ts';
import { createHints } from '../../shared/hints.ts';
import { toNodeError } from '../../shared/node-error.ts';
import type { ModelSettings } from './engine.ts';
import { mendAdapter } from './mend-adapter.ts';
import { createChatModel } from './sdk-model.ts';

/**
 * The chat model for agents and chains. n8n's AI SDK is loaded here and nowhere else, so that the
 * other nodes of this package work on versions of n8n that do not have it.
 */
export async function supplyChatModel(
  context: ISupplyDataFunctions,
  itemIndex: number,
): Promise<SupplyData> {
  const node = context.getNode();
  try {
    const settings = await readSettings(context, itemIndex);
    const sdk = await import('@n8n/ai-node-sdk');
    const model = createChatModel(sdk, settings, { node, hint: createHints(context) });
    const { response } = sdk.supplyModel(context, model as ChatModel);
    return { response: mendAdapter(response, model) };
  } catch (error) {
    throw toNodeError(node, error, itemIndex);
  }
}

async function readSettings(
  context: ISupplyDataFunctions,
  itemIndex: number,
): Promise<ModelSettings> {
  const model = String(
    context.getNodeParameter('model', itemIndex, '', { extractValue: true }) ?? '',
  ).trim();
  if (model === '')
    throw wrongParameter('Model', 'is empty: choose one from the list, or give an ID');
  const options = context.getNodeParameter('options', itemIndex, {}) as IDataObject;
  const ttl = readCacheTtl(options);
  const responseFormat = readFormat(options);
  return {
    client: await openClient(context, itemIndex),
    model,
    chat: readChatSettings(model, options),
    call: readCallOptions(context, options),
    ...(ttl ? { cache: { ttl } } : {}),
    ...(responseFormat ? { responseFormat } : {}),
  };
}

function readFormat(options: IDataObject): ResponseFormat | undefined {
  if (options.responseFormat === 'json') return { type: 'json' };
  if (options.responseFormat !== 'schema') return undefined;
  const schema = readJsonObject(options.jsonSchema, 'JSON Schema');
  if (!schema) throw wrongParameter('JSON Schema', 'is empty');
  return { type: 'json-schema', name: 'output', schema };
}

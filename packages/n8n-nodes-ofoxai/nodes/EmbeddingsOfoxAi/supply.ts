import type { EmbedInput, EmbedResult } from '@ofoxai/core';
import {
  type IDataObject,
  type ISupplyDataFunctions,
  NodeConnectionTypes,
  type SupplyData,
} from 'n8n-workflow';
import { wrongParameter } from '../../shared/chat-settings.ts';
import { openClient, readCallOptions } from '../../shared/client.ts';
import { createHints } from '../../shared/hints.ts';
import { toNodeError } from '../../shared/node-error.ts';
import { readProvider } from '../../shared/provider.ts';
import { costNumber, usageData } from '../../shared/usage-data.ts';
import { type EmbedderSettings, embedTexts } from './embedder.ts';

/** What n8n's vector stores call; they know it by these two methods. */
interface Embeddings {
  embedDocuments(texts: string[]): Promise<number[][]>;
  embedQuery(text: string): Promise<number[]>;
}

/** The embeddings for vector stores; every call is shown in n8n's log with its tokens and cost. */
export async function supplyEmbeddings(
  context: ISupplyDataFunctions,
  itemIndex: number,
): Promise<SupplyData> {
  let settings: EmbedderSettings;
  try {
    settings = await readSettings(context, itemIndex);
  } catch (error) {
    throw toNodeError(context.getNode(), error, itemIndex);
  }
  const embeddings: Embeddings = {
    embedDocuments: (texts) => embedAndLog(context, settings, texts, { documents: texts }),
    embedQuery: async (query) => {
      const [vector = []] = await embedAndLog(context, settings, [query], { query });
      return vector;
    },
  };
  return { response: embeddings };
}

async function embedAndLog(
  context: ISupplyDataFunctions,
  settings: EmbedderSettings,
  texts: string[],
  shown: IDataObject,
): Promise<number[][]> {
  const type = NodeConnectionTypes.AiEmbedding;
  const { index } = context.addInputData(type, [[{ json: shown, pairedItem: { item: 0 } }]]);
  const hint = createHints(context);
  const results: EmbedResult[] = [];
  try {
    const vectors = await embedTexts(texts, settings, (result) => results.push(result));
    hint(results.flatMap(({ response }) => response.warnings));
    const json = { response: { vectors: vectors.length }, ...summed(results) };
    context.addOutputData(type, index, [[{ json, pairedItem: { item: 0 } }]]);
    return vectors;
  } catch (error) {
    const failure = toNodeError(context.getNode(), error);
    context.addOutputData(type, index, failure);
    throw failure;
  }
}

function summed(results: EmbedResult[]): IDataObject {
  const last = results.at(-1);
  if (!last) return {};
  let totalTokens = 0;
  let cost: number | undefined;
  for (const { usage, response } of results) {
    totalTokens += usageData(usage).totalTokens;
    const own = costNumber(response.cost);
    if (own !== undefined) cost = (cost ?? 0) + own;
  }
  const { provider, requestId, warnings } = last.response;
  return {
    model: last.model,
    dimensions: last.vectors[0]?.length ?? 0,
    requests: results.length,
    tokenUsage: { promptTokens: totalTokens, completionTokens: 0, totalTokens },
    ...(cost === undefined ? {} : { cost }),
    ...(provider ? { provider } : {}),
    ...(requestId ? { requestId } : {}),
    ...(warnings.length > 0 ? { warnings: warnings.map((warning) => ({ ...warning })) } : {}),
  };
}

async function readSettings(
  context: ISupplyDataFunctions,
  itemIndex: number,
): Promise<EmbedderSettings> {
  const model = String(
    context.getNodeParameter('model', itemIndex, '', { extractValue: true }) ?? '',
  ).trim();
  if (model === '')
    throw wrongParameter('Model', 'is empty: choose one from the list, or give an ID');
  const options = context.getNodeParameter('options', itemIndex, {}) as IDataObject;
  const provider = readProvider(options);
  const request: Omit<EmbedInput, 'input'> = {
    model,
    encoding: 'base64',
    ...(options.dimensions === undefined ? {} : { dimensions: Number(options.dimensions) }),
    ...(provider ? { provider } : {}),
  };
  return {
    client: await openClient(context, itemIndex),
    request,
    call: readCallOptions(context, options),
    batchSize: Math.max(1, Number(options.batchSize ?? 100)),
    concurrency: Math.max(1, Number(options.concurrency ?? 2)),
    stripNewLines: options.stripNewLines === true,
  };
}

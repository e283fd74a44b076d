import type { Model } from '@ofoxai/core';
import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { openClient } from './client.ts';
import { toNodeError } from './node-error.ts';
import { describeModel } from './prices.ts';

const PAGE = 100;

type Search = (
  this: ILoadOptionsFunctions,
  filter?: string,
  paginationToken?: string,
) => Promise<INodeListSearchResult>;

/** What a model can make; models of which nothing is known are offered everywhere. */
type Purpose = 'text' | 'embeddings' | 'image';

export const searchChatModels = searchFor('text');
export const searchEmbeddingModels = searchFor('embeddings');
export const searchImageModels = searchFor('image');
export const searchAllModels = searchFor(undefined);

/** Whether all words of the filter occur in the model's id, name or description. */
export function matches(model: Model, filter: string): boolean {
  const text = `${model.id} ${model.name ?? ''} ${model.description ?? ''}`.toLowerCase();
  return filter
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

function searchFor(purpose: Purpose | undefined): Search {
  return async function search(filter = '', paginationToken) {
    const models = await listModels(this);
    const found = models
      .filter((model) => serves(model, purpose) && matches(model, filter.trim()))
      .sort((a, b) => a.id.localeCompare(b.id));
    const from = Number(paginationToken ?? 0);
    const next = from + PAGE;
    return {
      results: found.slice(from, next).map((model) => {
        const facts = describeModel(model);
        return {
          name: facts === '' ? model.id : `${model.id} (${facts})`,
          value: model.id,
          ...(model.description ? { description: model.description } : {}),
        };
      }),
      ...(found.length > next ? { paginationToken: String(next) } : {}),
    };
  };
}

async function listModels(context: ILoadOptionsFunctions): Promise<Model[]> {
  try {
    const client = await openClient(context);
    return (await client.models.list()).models;
  } catch (error) {
    throw toNodeError(context.getNode(), error);
  }
}

function serves({ outputModalities: made }: Model, purpose: Purpose | undefined): boolean {
  if (purpose === undefined || made === undefined || made.length === 0) return true;
  if (purpose === 'embeddings') return made.some((kind) => kind.startsWith('embedding'));
  return made.includes(purpose);
}

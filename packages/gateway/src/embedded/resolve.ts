import type { Model } from '@ofoxai/core';
import type { Catalog } from '../catalog/catalog.ts';
import { modelNotFound } from '../catalog/model-not-found.ts';
import { type Directives, readDirectives, splitModelName } from './directives.ts';
import { invalidRequest } from './refusal.ts';

/** Who is to answer, and what is to go wrong. */
export interface Target {
  model: Model;
  directives: Directives;
}

type Ability = 'chat' | 'embed' | 'image';

const ENDPOINTS: Record<Ability, string> = {
  chat: '/v1/chat/completions',
  embed: '/v1/embeddings',
  image: '/v1/images/generations',
};

const TASKS: Record<Ability, string> = {
  chat: 'hold conversations',
  embed: 'make embeddings',
  image: 'make images',
};

/**
 * Finds the model of a request by its name, directives apart.
 * @throws OfoxError of kind `not_found` for a model that is not in the catalogue, naming the
 * closest ones; `invalid_request` for one that cannot do this, or for an unknown directive.
 */
export function resolveTarget(
  name: string,
  header: string | undefined,
  catalog: Catalog,
  ability: Ability,
): Target {
  const { id, suffixes } = splitModelName(name);
  const model = catalog.get(id);
  if (!model) throw modelNotFound(id, catalog);
  if (model.supportedEndpoints && !model.supportedEndpoints.includes(ENDPOINTS[ability])) {
    throw invalidRequest('model', `${model.id} does not ${TASKS[ability]}.`, model.id);
  }
  return { model, directives: readDirectives(suffixes, header) };
}

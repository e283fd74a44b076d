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
    throw invalidRequest('model', cannot(model, ability, catalog), model.id);
  }
  return { model, directives: readDirectives(suffixes, header) };
}

/** Names a model that can, of the same maker where there is one. */
function cannot({ id }: Model, ability: Ability, catalog: Catalog): string {
  const able = catalog.models.filter((model) =>
    model.supportedEndpoints?.includes(ENDPOINTS[ability]),
  );
  const maker = id.slice(0, id.indexOf('/') + 1);
  const other = able.find((model) => model.id.startsWith(maker)) ?? able[0];
  const hint = other ? ` ${other.id} does, at ${ENDPOINTS[ability]}.` : '';
  return `${id} does not ${TASKS[ability]}.${hint}`;
}

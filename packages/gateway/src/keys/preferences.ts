import type { ProviderPreferences, Routing } from '@ofoxai/core';
import type { KeySettings } from './key-record.ts';
import { assertModelAllowed, isModelAllowed } from './model-allowed.ts';

/**
 * The routing and the fallback list of one request: its own, else its key's, else those of all.
 * Models of a default list that the key may not use are left out of it.
 *
 * @param idOf the id in the catalogue of what a request calls a model.
 * @throws OfoxError 403 when the request itself names a model that its key may not use.
 */
export function preferencesOf(
  model: string,
  asked: ProviderPreferences | undefined,
  settings: Partial<KeySettings>,
  defaults: { readonly routing: Routing; readonly fallback: readonly string[] },
  idOf: (model: string) => string,
): { routing: Routing; fallback: readonly string[] } {
  const routing = asked?.routing ?? settings.routing ?? defaults.routing;
  const usual = settings.fallback ?? defaults.fallback;
  if (!settings.models) return { routing, fallback: asked?.fallback ?? usual };
  assertModelAllowed(settings, idOf(model));
  asked?.fallback?.forEach((name, index) => {
    assertModelAllowed(settings, idOf(name), `provider.fallback[${index}]`);
  });
  const fallback = asked?.fallback ?? usual.filter((name) => isModelAllowed(settings, idOf(name)));
  return { routing, fallback };
}

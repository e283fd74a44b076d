import type { Fields } from '../fields.ts';
import { readProvider } from '../provider-preferences.ts';
import type { ProviderPreferences } from '../request.ts';

/**
 * Reads the `provider` option as callers of the client write it: `routing`, `fallback`, and either
 * further keys of the wire's own beside them or, as in the neutral form, under `rest`.
 *
 * @throws OfoxError of kind `invalid_request` that names the field, such as `provider.fallback[1]`.
 */
export function readProviderOption(fields: Fields): ProviderPreferences {
  const rest = fields.object('rest');
  const provider = readProvider(fields);
  return rest === undefined ? provider : { ...provider, rest: { ...provider.rest, ...rest } };
}

/**
 * What holds for one call: its own values go over the client's. A fallback list replaces the whole
 * list (docs.ofox.ai/develop/advanced/fallback), so an empty one switches fallback off for the call.
 */
export function mergeProvider(
  defaults: ProviderPreferences | undefined,
  call: ProviderPreferences | undefined,
): ProviderPreferences | undefined {
  if (defaults === undefined || call === undefined) return call ?? defaults;
  const merged = { ...defaults, ...call };
  return defaults.rest && call.rest
    ? { ...merged, rest: { ...defaults.rest, ...call.rest } }
    : merged;
}

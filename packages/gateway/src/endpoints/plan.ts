import {
  type JsonObject,
  type ModelRouting,
  modelsToTry,
  type ProviderPreferences,
  readPreferences,
  type Warning,
} from '@ofoxai/core';
import type { Exchange } from '../http/exchange.ts';
import { preferencesOf } from '../keys/preferences.ts';
import type { Plan } from '../upstream/attempts.ts';
import type { Context } from './context.ts';

const BYTES_PER_TOKEN = 4;
const USUAL_OUTPUT = 500;

/** What the caller says of who is to answer. */
export interface Preferences {
  provider?: ProviderPreferences | undefined;
  modelRouting?: ModelRouting | undefined;
}

/**
 * The caller's preferences among some fields of a body.
 * @throws OfoxError of kind `invalid_request` that names the field at fault.
 */
export function preferencesIn(fields: JsonObject): Preferences {
  const { provider, model_routing_config, extra_body } = fields;
  if (provider === undefined && model_routing_config === undefined && extra_body === undefined) {
    return NO_PREFERENCES;
  }
  return readPreferences({
    ...(provider === undefined ? {} : { provider }),
    ...(model_routing_config === undefined ? {} : { model_routing_config }),
    ...(extra_body === undefined ? {} : { extra_body }),
  });
}

const NO_PREFERENCES: Preferences = {};

/**
 * What is to be tried for a request: its own wishes go over the key's, and these over the gateway's.
 *
 * @param models the one asked for, and those chosen in its place should it fail.
 * @param bytes how long the request is.
 * @param output the most tokens that it wants.
 * @throws OfoxError 403 when the key may not use a model that the request names.
 */
export function makePlan(
  exchange: Exchange,
  { defaults, upstreams }: Context,
  { models, provider, modelRouting }: Preferences & { models: readonly string[] },
  bytes: number,
  output = USUAL_OUTPUT,
): Plan {
  const { key } = exchange;
  exchange.warnings = unheeded(provider, modelRouting);
  const [model = '', ...more] = models;
  const idOf = (name: string) => upstreams.resolve(name);
  const { routing, fallback } = preferencesOf(model, provider, key?.settings ?? {}, defaults, idOf);
  return {
    models:
      more.length + fallback.length === 0 ? models : modelsToTry(model, [...more, ...fallback]),
    fallback: provider?.fallback,
    routing,
    inputTokens: Math.ceil(bytes / BYTES_PER_TOKEN),
    outputTokens: output,
  };
}

const NO_WARNINGS: readonly Warning[] = [];

/** Words of a newer API, or misspelt ones, which would otherwise change nothing in silence. */
function unheeded(
  provider: ProviderPreferences | undefined,
  modelRouting: ModelRouting | undefined,
): readonly Warning[] {
  if (!provider?.rest && !modelRouting?.rest) return NO_WARNINGS;
  return [
    ...unknownFields('provider', provider?.rest, 'routing and fallback'),
    ...unknownFields('model_routing_config', modelRouting?.rest, 'models and preference'),
  ];
}

function unknownFields(path: string, rest: JsonObject = {}, known: string): Warning[] {
  return Object.keys(rest).map((name) => ({
    code: 'dropped',
    path: `${path}.${name}`,
    message: `This gateway knows ${known} of ${path}; ${name} changes nothing.`,
  }));
}

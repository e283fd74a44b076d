import { defined } from './defined.ts';
import { invalid } from './error.ts';
import { Fields, wrongType } from './fields.ts';
import { type JsonObject, type JsonValue, setField } from './json.ts';
import type { ChatRequest, ModelRouting, ProviderPreferences } from './request.ts';

const ROUTINGS = ['priority', 'cost', 'latency', 'balanced'] as const;
const PREFERENCES = ['balanced', 'quality', 'speed', 'cost'] as const;

type Preferences = Pick<ChatRequest, 'provider' | 'modelRouting'>;

/**
 * Reads what this API adds to every wire: `provider` (docs.ofox.ai/develop/advanced/provider-routing
 * and …/fallback) and `model_routing_config` (…/model-routing). Both may also stand in a literal
 * `extra_body`, as some callers send what their SDK should have unwrapped; the top level goes first.
 *
 * @param body the request's body; the fields named here are marked as read.
 * @throws OfoxError of kind `invalid_request` that names the field, such as `provider.routing`.
 */
export function readProviderPreferences(body: Fields): Preferences {
  const read: Preferences = {};
  const extraBody = body.fields('extra_body');
  const places = extraBody ? [body, extraBody] : [body];
  for (const place of places) {
    const provider = place.fields('provider');
    if (provider) read.provider = { ...readProvider(provider), ...read.provider };
    const routing = place.fields('model_routing_config');
    if (routing) read.modelRouting = { ...readModelRouting(routing), ...read.modelRouting };
  }
  body.leave('extra_body', extraBody?.rest());
  return read;
}

/**
 * Reads the same from fields of a body, for whoever passes the rest of it on unread.
 * @throws OfoxError of kind `invalid_request` that names the field, such as `provider.routing`.
 */
export function readPreferences(body: JsonObject): Preferences {
  return readProviderPreferences(new Fields(body));
}

/** Writes what {@link readProviderPreferences} reads, at the top level of the body. */
export function writeProviderPreferences(request: Preferences, body: JsonObject): void {
  if (request.provider) {
    const { routing, fallback, rest } = request.provider;
    body.provider = withRest(rest, { routing, fallback });
  }
  if (request.modelRouting) {
    const { models, preference, rest } = request.modelRouting;
    body.model_routing_config = withRest(rest, { models, preference });
  }
}

/** Reads the `provider` object itself; keys that it does not know are in `rest`. */
export function readProvider(fields: Fields): ProviderPreferences {
  return defined<ProviderPreferences>({
    routing: fields.oneOf('routing', ROUTINGS),
    fallback: fields.list('fallback', modelId),
    rest: fields.rest(),
  });
}

/** Reads the `model_routing_config` object itself; keys that it does not know are in `rest`. */
export function readModelRouting(fields: Fields): ModelRouting {
  return defined<ModelRouting>({
    models: fields.list('models', modelId),
    preference: fields.oneOf('preference', PREFERENCES),
    rest: fields.rest(),
  });
}

function modelId(value: JsonValue, path: string): string {
  if (typeof value !== 'string') throw wrongType(path, 'a string', value);
  if (value.trim() === '')
    throw invalid(path, `${path} must be a model's id, not an empty string.`);
  return value;
}

function withRest(
  rest: JsonObject | undefined,
  fields: Record<string, JsonValue | undefined>,
): JsonObject {
  const object: JsonObject = { ...rest };
  for (const [name, value] of Object.entries(fields)) {
    if (value !== undefined) setField(object, name, value);
  }
  return object;
}

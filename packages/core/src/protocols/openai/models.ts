import { defined } from '../../defined.ts';
import { OfoxError } from '../../error.ts';
import { isJsonObject, type JsonObject, type JsonValue, objectOf } from '../../json.ts';
import type { Model, ModelPricing } from '../../model.ts';
import type { ModelCodec, ModelPage } from '../resources.ts';
import { bodyError } from './error.ts';

/** `GET /models` and `GET /models/{id}` (docs.ofox.ai/api/openai/models). */
export const models: ModelCodec = {
  listPath: () => '/models',
  modelPath: (id) => `/models/${encodeURIComponent(id)}`,
  decodeList,
  encodeList,
  decodeModel,
  encodeModel,
};

function decodeList(body: JsonValue): ModelPage {
  const list = Array.isArray(body) ? body : objectIn(body).data;
  if (!Array.isArray(list)) throw nonsense('The answer holds no list of models.');
  return { models: list.map((item) => readModel(objectIn(item))) };
}

/** The fields that `@openrouter/sdk` asks for besides are there too. */
function encodeList(page: ModelPage): JsonObject {
  const { models: list } = page;
  return {
    object: 'list',
    data: list.map(encodeModel),
    total_count: list.length,
    links: { next: null },
  };
}

function decodeModel(body: JsonValue): Model {
  const object = objectIn(body);
  return readModel(isJsonObject(object.data) ? object.data : object);
}

function readModel(body: JsonObject): Model {
  const { id, object: _, name, description, created, owned_by, canonical_slug, ...a } = body;
  const { aliases, context_length, architecture, pricing, top_provider, ...b } = a;
  const { supported_parameters, supported_endpoints, is_deprecated, ...rest } = b;
  if (typeof id !== 'string' || id === '') throw nonsense('A model has no id.');
  const { input_modalities, output_modalities, ...architectureRest } = objectOf(architecture);
  const { max_completion_tokens, ...providerRest } = objectOf(top_provider);
  if (hasKeys(architectureRest)) rest.architecture = architectureRest;
  if (hasKeys(providerRest)) rest.top_provider = providerRest;
  return defined<Model>({
    id,
    name: stringOf(name),
    description: stringOf(description),
    created: numberOf(created),
    ownedBy: stringOf(owned_by),
    canonicalSlug: stringOf(canonical_slug),
    aliases: stringsOf(aliases),
    contextLength: numberOf(context_length),
    maxOutputTokens: numberOf(max_completion_tokens),
    inputModalities: stringsOf(input_modalities),
    outputModalities: stringsOf(output_modalities),
    pricing: isJsonObject(pricing) ? readPricing(pricing) : undefined,
    supportedParameters: stringsOf(supported_parameters),
    supportedEndpoints: stringsOf(supported_endpoints),
    isDeprecated: typeof is_deprecated === 'boolean' ? is_deprecated : undefined,
    rest: hasKeys(rest) ? rest : undefined,
  });
}

function readPricing(pricing: JsonObject): ModelPricing {
  const { prompt, completion, image, input_cache_read, ...others } = pricing;
  const { input_cache_write_5m, input_cache_write_1h, ...rest } = others;
  return defined<ModelPricing>({
    prompt: priceOf(prompt),
    completion: priceOf(completion),
    inputCacheRead: priceOf(input_cache_read),
    inputCacheWrite5m: priceOf(input_cache_write_5m ?? rest.input_cache_write),
    inputCacheWrite1h: priceOf(input_cache_write_1h),
    image: priceOf(image),
    rest: hasKeys(rest) ? rest : undefined,
  });
}

function encodeModel(model: Model): JsonObject {
  const { rest = {}, inputModalities, outputModalities, contextLength, maxOutputTokens } = model;
  return {
    ...rest,
    ...definedJson({
      id: model.id,
      object: 'model',
      created: model.created ?? 0,
      owned_by: model.ownedBy ?? makerOf(model.id),
      canonical_slug: model.canonicalSlug,
      name: model.name,
      description: model.description,
      context_length: contextLength,
      architecture: definedJson({
        modality: modalityOf(inputModalities, outputModalities),
        tokenizer: 'Other',
        instruct_type: null,
        ...objectOf(rest.architecture),
        input_modalities: inputModalities,
        output_modalities: outputModalities,
      }),
      pricing: model.pricing && writePricing(model.pricing),
      top_provider: definedJson({
        context_length: contextLength,
        is_moderated: false,
        ...objectOf(rest.top_provider),
        max_completion_tokens: maxOutputTokens ?? null,
      }),
      per_request_limits: rest.per_request_limits ?? null,
      supported_parameters: model.supportedParameters,
      supported_endpoints: model.supportedEndpoints,
      default_parameters: rest.default_parameters ?? null,
      aliases: model.aliases,
      is_deprecated: model.isDeprecated,
    }),
  };
}

/** The maker that an id begins with; every model must have one here. */
function makerOf(id: string): string {
  const slash = id.indexOf('/');
  return slash > 0 ? id.slice(0, slash) : 'unknown';
}

/** Null where nobody told. */
function modalityOf(input: readonly string[] = [], output: readonly string[] = []): string | null {
  if (input.length === 0 && output.length === 0) return null;
  return `${input.join('+')}->${output.join('+')}`;
}

function writePricing(pricing: ModelPricing): JsonObject {
  return {
    ...pricing.rest,
    ...definedJson({
      prompt: pricing.prompt,
      completion: pricing.completion,
      input_cache_read: pricing.inputCacheRead,
      input_cache_write_5m: pricing.inputCacheWrite5m,
      input_cache_write_1h: pricing.inputCacheWrite1h,
      image: pricing.image,
    }),
  };
}

function definedJson(fields: { [name: string]: JsonValue | undefined }): JsonObject {
  return defined<JsonObject>(fields as JsonObject);
}

function objectIn(body: JsonValue): JsonObject {
  if (!isJsonObject(body)) throw nonsense('The answer is not what a list of models looks like.');
  if (body.error !== undefined && body.error !== null) throw bodyError(body);
  return body;
}

function stringOf(value: JsonValue | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function numberOf(value: JsonValue | undefined): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

function stringsOf(value: JsonValue | undefined): string[] | undefined {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : undefined;
}

function priceOf(value: JsonValue | undefined): string | undefined {
  return typeof value === 'number' ? String(value) : stringOf(value);
}

function hasKeys(object: JsonObject): boolean {
  return Object.keys(object).length > 0;
}

function nonsense(message: string): OfoxError {
  return new OfoxError('upstream', message, { status: 502, protocol: 'openai' });
}

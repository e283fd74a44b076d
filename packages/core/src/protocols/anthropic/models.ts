import { defined } from '../../defined.ts';
import { OfoxError } from '../../error.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../json.ts';
import type { Model } from '../../model.ts';
import type { ModelCodec, ModelPage } from '../resources.ts';
import { errorOfBody } from './error.ts';

const PAGE = 1000;
const LINES = ['haiku', 'sonnet', 'opus', 'fable', 'mythos'];

/** `GET /v1/models` and `GET /v1/models/{id}` (Anthropic's Models API, both versions). */
export const models: ModelCodec = {
  listPath: (next) =>
    `/v1/models?limit=${PAGE}${next === undefined ? '' : `&after_id=${encodeURIComponent(next)}`}`,
  modelPath: (id) => `/v1/models/${encodeURIComponent(id)}`,
  decodeList,
  encodeList,
  decodeModel,
  encodeModel,
};

function decodeList(body: JsonValue): ModelPage {
  const list = objectIn(body);
  if (!Array.isArray(list.data)) throw nonsense('The answer holds no list of models.');
  const page: ModelPage = { models: list.data.map(decodeModel) };
  const last = list.last_id;
  if (list.has_more === true && typeof last === 'string') page.next = last;
  return page;
}

function encodeList({ models: list, next }: ModelPage): JsonObject {
  return {
    data: list.map(encodeModel),
    has_more: next !== undefined,
    first_id: list[0]?.id ?? null,
    last_id: list.at(-1)?.id ?? null,
  };
}

function decodeModel(body: JsonValue): Model {
  const { id, type: _, display_name, created_at, ...others } = objectIn(body);
  const { max_input_tokens, max_tokens, ...rest } = others;
  if (typeof id !== 'string' || id === '') throw nonsense('A model has no id.');
  const created = typeof created_at === 'string' ? Date.parse(created_at) / 1000 : Number.NaN;
  const { lifecycle } = rest;
  return defined<Model>({
    id,
    name: typeof display_name === 'string' ? display_name : undefined,
    created: Number.isNaN(created) ? undefined : Math.floor(created),
    contextLength: typeof max_input_tokens === 'number' ? max_input_tokens : undefined,
    maxOutputTokens: typeof max_tokens === 'number' ? max_tokens : undefined,
    isDeprecated: typeof lifecycle === 'string' ? lifecycle !== 'active' : undefined,
    rest: Object.keys(rest).length > 0 ? rest : undefined,
  });
}

/** What is not known of a model is null, as version 2026-10-21 allows. */
function encodeModel(model: Model): JsonObject {
  const line = LINES.find((name) => model.id.includes(`claude-${name}`));
  return {
    lifecycle: model.isDeprecated ? 'deprecated' : 'active',
    line: line ?? null,
    capabilities: null,
    deprecated_at: null,
    retires_at: null,
    ...model.rest,
    type: 'model',
    id: model.id,
    display_name: model.name ?? model.id,
    created_at: writeTime(model.created ?? 0),
    max_input_tokens: model.contextLength ?? null,
    max_tokens: model.maxOutputTokens ?? null,
  };
}

/** A time that RFC 3339 cannot tell is told as the beginning of Unix time. */
function writeTime(seconds: number): string {
  const time = new Date(seconds * 1000);
  return Number.isNaN(time.getTime()) ? new Date(0).toISOString() : time.toISOString();
}

function objectIn(body: JsonValue): JsonObject {
  if (!isJsonObject(body)) throw nonsense('The answer is not what a list of models looks like.');
  if (body.type === 'error' || isJsonObject(body.error)) throw errorOfBody(body);
  return body;
}

function nonsense(message: string): OfoxError {
  return new OfoxError('upstream', message, { status: 502, protocol: 'anthropic' });
}

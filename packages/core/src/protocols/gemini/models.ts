import { defined } from '../../defined.ts';
import { OfoxError } from '../../error.ts';
import { isJsonObject, type JsonObject, type JsonValue, restOf } from '../../json.ts';
import type { Model } from '../../model.ts';
import type { ModelCodec } from '../resources.ts';
import { modelOfName, modelPath } from './model-path.ts';

const KNOWN = new Set([
  'name',
  'displayName',
  'description',
  'inputTokenLimit',
  'outputTokenLimit',
  'ownedBy',
]);

/** The list of models (ai.google.dev/api/models), whose names are `models/` and the id. */
export const models: ModelCodec = {
  listPath(next) {
    const page = next === undefined ? '' : `&pageToken=${encodeURIComponent(next)}`;
    return `/v1beta/models?pageSize=1000${page}`;
  },
  modelPath,
  decodeList(body) {
    if (!isJsonObject(body) || !Array.isArray(body.models)) {
      throw unreadable('The list of models is not an object with models.');
    }
    const { models: list, nextPageToken } = body;
    const more = typeof nextPageToken === 'string' && nextPageToken !== '';
    return { models: list.map(readModel), ...(more ? { next: nextPageToken } : {}) };
  },
  encodeList({ models: list, next }) {
    const page = next === undefined ? {} : { nextPageToken: next };
    return { models: list.map(writeModel), ...page };
  },
  decodeModel: readModel,
  encodeModel: writeModel,
};

function readModel(body: JsonValue): Model {
  if (!isJsonObject(body) || typeof body.name !== 'string') {
    throw unreadable('A model has no name.');
  }
  return defined({
    id: modelOfName(body.name),
    name: textOf(body.displayName),
    description: textOf(body.description),
    contextLength: numberOf(body.inputTokenLimit),
    maxOutputTokens: numberOf(body.outputTokenLimit),
    ownedBy: textOf(body.ownedBy),
    rest: restOf(body, KNOWN),
  }) as Model;
}

/** Writes a model with what it can be asked for, as Google's SDKs show it. */
function writeModel(model: Model): JsonObject {
  return defined<JsonObject>({
    version: '001',
    supportedGenerationMethods: methodsOf(model),
    ...model.rest,
    name: `models/${model.id}`,
    ...defined({
      displayName: model.name,
      description: model.description,
      inputTokenLimit: model.contextLength,
      outputTokenLimit: model.maxOutputTokens,
      ownedBy: model.ownedBy,
    }),
  }) as JsonObject;
}

function methodsOf({ supportedEndpoints }: Model): string[] {
  const embeds = supportedEndpoints?.some((path) => path.endsWith('/embeddings')) ?? false;
  const chats = supportedEndpoints?.some((path) => path.endsWith('/chat/completions')) ?? !embeds;
  return [
    ...(chats ? ['generateContent', 'streamGenerateContent'] : []),
    ...(embeds ? ['embedContent', 'batchEmbedContents'] : []),
  ];
}

function textOf(value: JsonValue | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function numberOf(value: JsonValue | undefined): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

function unreadable(message: string): OfoxError {
  return new OfoxError('upstream', message, { protocol: 'gemini' });
}

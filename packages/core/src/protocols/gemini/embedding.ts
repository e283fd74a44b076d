import { defined } from '../../defined.ts';
import type { EmbeddingReply, EmbeddingRequest } from '../../embedding.ts';
import { invalid, OfoxError } from '../../error.ts';
import type { Fields } from '../../fields.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../json.ts';
import { PROTOCOL_NAMES } from '../../protocol-name.ts';
import { readProviderPreferences, writeProviderPreferences } from '../../provider-preferences.ts';
import { NO_USAGE } from '../../usage.ts';
import type { Warning } from '../../warning.ts';
import type { EmbeddingCodec } from '../resources.ts';
import { drop } from './encoding.ts';
import { jsonText } from './json-text.ts';
import { methodPath, modelOfName } from './model-path.ts';
import { onlyText, partObject } from './parts.ts';
import { extraOf, structure, writeRest } from './structure.ts';
import { readUsage, writeUsage } from './usage.ts';

/** One text to be embedded, and how. */
interface Item {
  text: string;
  dimensions: number | undefined;
  rest: JsonObject | undefined;
}

/**
 * Embeddings (ai.google.dev/api/embeddings): `embedContent` for one text, `batchEmbedContents` for
 * several and for callers who sent a list. What only this wire has (`taskType`, `title`) stays in
 * `extra`; where the texts of a list differ in it, under `requests`, one for each.
 */
export const embeddings: EmbeddingCodec = {
  decodeRequest(request) {
    const body = structure(request.body);
    const named = body.string('model');
    const model = request.model ?? (named === undefined ? undefined : modelOfName(named));
    if (!model) throw invalid('model', 'model is required.');
    const { provider } = readProviderPreferences(body);
    const list = body.list('requests', (value, path) => readItem(structure(value, path)));
    if (list?.length === 0) throw invalid('requests', 'requests must not be empty.');
    const items = list ?? [readItem(body)];
    const dimensions = items[0]?.dimensions;
    items.forEach((item, at) => {
      if (item.dimensions === dimensions) return;
      const param = `requests[${at}].outputDimensionality`;
      throw invalid(param, `${param} must be the same in all requests.`);
    });
    const rest = { ...(list ? body.rest() : undefined), ...commonRest(items) };
    return {
      model,
      input: items.map(({ text }) => text),
      ...(list ? { list: true } : {}),
      ...(dimensions === undefined ? {} : { dimensions }),
      ...(provider ? { provider } : {}),
      ...extraOf(Object.keys(rest).length > 0 ? rest : undefined),
    };
  },

  encodeRequest(request, options = {}) {
    const { requests: own, ...common } = request.extra?.gemini ?? {};
    const warnings = foreign(request);
    drop({ model: request.model, warnings }, 'user', request.user);
    const items = request.input.map((text, at) => {
      if (typeof text !== 'string') {
        throw invalid(`input[${at}]`, `input[${at}] must be text: Gemini takes no token numbers.`);
      }
      const rest = Array.isArray(own) ? own[at] : undefined;
      return writeItem(text, request, isJsonObject(rest) ? { ...common, ...rest } : common);
    });
    const [first] = items;
    if (!first) throw invalid('input', 'input must not be empty.');
    const single = items.length === 1 && !request.list;
    const body: JsonObject = single ? first : { requests: items };
    if (options.extensions !== false) writeProviderPreferences(request, body);
    const method = single ? 'embedContent' : 'batchEmbedContents';
    return { path: methodPath(request.model, method), headers: {}, body, warnings };
  },

  decodeReply(body, request) {
    const { embedding, embeddings: list, usageMetadata, ...rest } = isJsonObject(body) ? body : {};
    const vectors = (Array.isArray(list) ? list : [embedding]).map(readVector);
    if (vectors.length !== request.input.length || !vectors.every((one) => one !== undefined)) {
      const message = `The answer has not one vector for each of ${request.input.length} texts.`;
      throw new OfoxError('upstream', message, { protocol: 'gemini', model: request.model });
    }
    return {
      model: request.model,
      vectors: vectors as number[][],
      usage: isJsonObject(usageMetadata) ? readUsage(usageMetadata) : { ...NO_USAGE },
      ...extraOf(Object.keys(rest).length > 0 ? rest : undefined),
    };
  },

  encodeReply(reply, request) {
    const single = reply.vectors.length === 1 && !request.list;
    const [first] = reply.vectors;
    const written: JsonObject = single
      ? { embedding: { values: first ?? [] } }
      : { embeddings: reply.vectors.map((values) => ({ values })) };
    const { candidatesTokenCount: _, ...usage } = writeUsage(reply.usage);
    if (hasUsage(reply)) written.usageMetadata = usage;
    return writeRest(written, reply.extra?.gemini);
  },
};

function readItem(item: Fields): Item {
  item.string('model');
  const path = item.at('content');
  const value = item.required('content', item.any('content'));
  const text = typeof value === 'string' ? value : readText(structure(value, path));
  const dimensions = item.number('outputDimensionality', { min: 1, integer: true });
  return { text, dimensions, rest: item.rest() };
}

function readText(content: Fields): string {
  content.string('role');
  const read = (part: JsonValue, path: string) => onlyText(structure(partObject(part), path)).text;
  const parts = content.required('parts', content.list('parts', read));
  return parts.join('\n');
}

function writeItem(text: string, request: EmbeddingRequest, rest: JsonObject): JsonObject {
  const item = defined({
    model: `models/${request.model}`,
    content: { parts: [{ text }] },
    outputDimensionality: request.dimensions,
  });
  return writeRest(item as JsonObject, rest);
}

/** What the items say besides: once when all say the same, else each for itself. */
function commonRest(items: readonly Item[]): JsonObject | undefined {
  const rest = items[0]?.rest;
  if (items.length === 1) return rest;
  const textOf = ({ rest: own }: Item, at: number) => jsonText(own ?? {}, `requests[${at}]`);
  const [first, ...others] = items.map(textOf);
  if (others.every((text) => text === first)) return rest;
  return { requests: items.map((item) => item.rest ?? {}) };
}

function readVector(value: JsonValue | undefined): number[] | undefined {
  const values = isJsonObject(value) ? value.values : undefined;
  if (!Array.isArray(values) || values.length === 0) return undefined;
  return values.every((one) => typeof one === 'number') ? (values as number[]) : undefined;
}

function hasUsage({ usage }: EmbeddingReply): boolean {
  return usage.input > 0 || usage.extra?.gemini !== undefined;
}

function foreign({ extra }: EmbeddingRequest): Warning[] {
  return PROTOCOL_NAMES.flatMap((protocol) => {
    if (protocol === 'gemini') return [];
    return Object.keys(extra?.[protocol] ?? {}).map((key) => ({
      code: 'foreign_dropped' as const,
      path: `extra.${protocol}.${key}`,
      message: `${key} is a word of the ${protocol} protocol only and was left out.`,
    }));
  });
}

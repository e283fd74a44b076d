import type { EmbeddingReply, EmbeddingRequest } from '../../embedding.ts';
import { invalid, OfoxError } from '../../error.ts';
import { Fields, wrongType } from '../../fields.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../json.ts';
import { readProviderPreferences, writeProviderPreferences } from '../../provider-preferences.ts';
import { inputTokens, NO_USAGE } from '../../usage.ts';
import { foreignExtraWarnings } from '../foreign.ts';
import type { EmbeddingCodec } from '../resources.ts';
import type { EncodedRequest, EncodeRequestOptions, WireRequest } from '../wire.ts';
import { base64ToBytes, bytesToBase64 } from './base64.ts';
import { extraOf, writeExtra } from './encoding.ts';
import { bodyError } from './error.ts';
import { readUsage } from './usage.ts';

const BYTES = 4;

/** `POST /embeddings` (platform.openai.com/docs/api-reference/embeddings). */
export const embeddings: EmbeddingCodec = {
  decodeRequest,
  encodeRequest,
  decodeReply,
  encodeReply,
};

function decodeRequest(wire: WireRequest): EmbeddingRequest {
  const body = new Fields(wire.body);
  const model = body.required('model', body.string('model') ?? wire.model);
  if (model === '') throw invalid('model', 'model must not be empty.');
  const { provider } = readProviderPreferences(body);
  const dimensions = body.number('dimensions', { min: 1, integer: true });
  const encoding = body.oneOf('encoding_format', ['float', 'base64']);
  const user = body.string('user');
  return {
    model,
    ...readInput(body),
    ...(dimensions === undefined ? {} : { dimensions }),
    ...(encoding === undefined ? {} : { encoding }),
    ...(user === undefined ? {} : { user }),
    ...(provider ? { provider } : {}),
    ...extraOf(body.rest()),
  };
}

function readInput(body: Fields): Pick<EmbeddingRequest, 'input' | 'list'> {
  const value = body.required('input', body.any('input'));
  const path = body.at('input');
  if (typeof value === 'string') return { input: [value] };
  if (!Array.isArray(value)) throw wrongType(path, 'a string or an array', value);
  if (value.length === 0) throw invalid(path, `${path} must not be empty.`);
  if (isTokens(value)) return { input: [value] };
  const input = value.map((item, at) => {
    if (typeof item === 'string' || isTokens(item)) return item;
    throw wrongType(`${path}[${at}]`, 'a string or an array of whole numbers', item);
  });
  return { input, list: true };
}

function isTokens(value: JsonValue): value is number[] {
  return Array.isArray(value) && value.length > 0 && value.every((item) => Number.isInteger(item));
}

function encodeRequest(
  request: EmbeddingRequest,
  options: EncodeRequestOptions = {},
): EncodedRequest {
  const { model, input, list, dimensions, encoding, user } = request;
  const [only] = input;
  const body: JsonObject = { model, input: !list && input.length === 1 && only ? only : input };
  if (dimensions !== undefined) body.dimensions = dimensions;
  if (encoding !== undefined) body.encoding_format = encoding;
  if (user !== undefined) body.user = user;
  if (options.extensions ?? true) writeProviderPreferences(request, body);
  writeExtra(request.extra, body);
  const warnings = foreignExtraWarnings(request.extra, 'openai');
  return { path: '/embeddings', headers: {}, body, warnings };
}

function decodeReply(body: JsonValue, request: EmbeddingRequest): EmbeddingReply {
  if (!isJsonObject(body)) throw nonsense('The answer is not a JSON object.');
  if (body.error !== undefined && body.error !== null) throw bodyError(body);
  const { object: _, data, model, usage, ...rest } = body;
  if (!Array.isArray(data)) throw nonsense('The answer holds no vectors.');
  const vectors: number[][] = [];
  data.forEach((item, at) => {
    if (!isJsonObject(item)) throw nonsense(`data[${at}] is no object.`);
    const index = typeof item.index === 'number' ? item.index : at;
    if (!(index in request.input) || vectors[index]) {
      throw nonsense(`data[${at}] belongs to no input, or to one that has its vector.`);
    }
    vectors[index] = readVector(item.embedding, at);
  });
  const wanted = request.input.length;
  const found = data.length;
  if (found !== wanted) throw nonsense(`${found} vectors came for ${wanted} inputs.`);
  return {
    model: typeof model === 'string' && model !== '' ? model : request.model,
    vectors,
    usage: isJsonObject(usage) ? readUsage(usage) : { ...NO_USAGE },
    ...extraOf(Object.keys(rest).length > 0 ? rest : undefined),
  };
}

/** A vector as numbers, or as base64 of little-endian float32. */
function readVector(value: JsonValue | undefined, at: number): number[] {
  if (typeof value === 'string') {
    const bytes = base64ToBytes(value);
    if (!bytes || bytes.length % BYTES !== 0) throw nonsense(`data[${at}] is no base64 of floats.`);
    const view = new DataView(bytes.buffer);
    const vector = new Array<number>(bytes.length / BYTES);
    for (let place = 0; place < vector.length; place++) {
      vector[place] = view.getFloat32(place * BYTES, true);
    }
    return vector;
  }
  if (Array.isArray(value) && value.every((item) => typeof item === 'number')) return value;
  throw nonsense(`data[${at}] holds no vector.`);
}

function encodeReply(reply: EmbeddingReply, request: EmbeddingRequest): JsonObject {
  const tokens = inputTokens(reply.usage);
  const cost = reply.usage.cost === undefined ? {} : { cost: Number(reply.usage.cost) };
  const data = reply.vectors.map((vector, index) => ({
    object: 'embedding',
    index,
    embedding: request.encoding === 'base64' ? vectorToBase64(vector) : vector,
  }));
  return {
    ...reply.extra?.openai,
    object: 'list',
    data,
    model: reply.model,
    usage: { ...reply.usage.extra?.openai, prompt_tokens: tokens, total_tokens: tokens, ...cost },
  };
}

function vectorToBase64(vector: readonly number[]): string {
  const bytes = new Uint8Array(vector.length * BYTES);
  const view = new DataView(bytes.buffer);
  vector.forEach((number, at) => {
    view.setFloat32(at * BYTES, number, true);
  });
  return bytesToBase64(bytes);
}

function nonsense(message: string): OfoxError {
  return new OfoxError('upstream', message, { status: 502, protocol: 'openai' });
}

import { invalid } from '../../error.ts';
import { Fields, wrongType } from '../../fields.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../json.ts';
import { readProviderPreferences, writeProviderPreferences } from '../../provider-preferences.ts';
import type { ChatRequest } from '../../request.ts';
import { foreignWarnings } from '../foreign.ts';
import type { EncodedRequest, EncodeRequestOptions, WireRequest } from '../wire.ts';
import { readCacheMarker, writeCacheMarker } from './cache-marker.ts';
import { type Encoding, extraOf, warn, writeExtra } from './encoding.ts';
import { readMessages, writeMessages } from './messages.ts';
import { readReasoning, writeReasoning } from './reasoning-settings.ts';
import { readResponseFormat, writeResponseFormat } from './response-format.ts';
import { readTools, writeTools } from './tools.ts';
import { isOpenAiModel, isReasoningFamily } from './words.ts';

const MODALITIES = ['text', 'image', 'audio'] as const;

/** Fields of the neutral form that are a number on this wire, with the range that OpenAI takes. */
const NUMBERS = [
  ['temperature', 'temperature', { min: 0, max: 2 }],
  ['topP', 'top_p', { min: 0, max: 1 }],
  ['topK', 'top_k', { min: 0, integer: true }],
  ['seed', 'seed', { integer: true }],
  ['frequencyPenalty', 'frequency_penalty', { min: -2, max: 2 }],
  ['presencePenalty', 'presence_penalty', { min: -2, max: 2 }],
] as const;

/**
 * Reads the body of `POST /chat/completions`
 * (platform.openai.com/docs/api-reference/chat/create, docs.ofox.ai/api/openai/chat-completions).
 *
 * @throws OfoxError of kind `invalid_request` that names the field.
 */
export function decodeRequest(wire: WireRequest): ChatRequest {
  const body = new Fields(wire.body);
  const model = body.required('model', body.string('model') ?? wire.model);
  if (model === '') throw invalid('model', 'model must not be empty.');
  const n = body.number('n', { min: 1, integer: true });
  if (n !== undefined && n > 1) {
    throw invalid(
      'n',
      'n must be 1 here: the answer is translated from a protocol with one choice.',
    );
  }
  const { system, messages } = readMessages(body);
  const { tools, ...choice } = readTools(body);
  const request: ChatRequest = {
    model,
    system,
    messages,
    tools,
    stop: readStop(body),
    stream: body.boolean('stream') ?? wire.stream ?? false,
  };
  Object.assign(request, choice, readProviderPreferences(body), readCacheMarker(body));
  const limit = body.number('max_completion_tokens', { min: 1, integer: true });
  const maxTokens = limit ?? body.number('max_tokens', { min: 1, integer: true });
  body.any('max_tokens');
  if (maxTokens !== undefined) request.maxTokens = maxTokens;
  for (const [field, word, bounds] of NUMBERS) {
    const value = body.number(word, bounds);
    if (value !== undefined) request[field] = value;
  }
  const logprobs = readLogprobs(body);
  if (logprobs !== undefined) request.logprobs = logprobs;
  const reasoning = readReasoning(body);
  if (reasoning) request.reasoning = reasoning;
  const responseFormat = readResponseFormat(body);
  if (responseFormat) request.responseFormat = responseFormat;
  const metadata = readMetadata(body);
  if (metadata) request.metadata = metadata;
  const tier = body.string('service_tier');
  if (tier !== undefined) request.serviceTier = tier;
  const modalities = body.list('modalities', readModality);
  if (modalities) request.modalities = modalities;
  const user = body.string('user');
  const rest = body.rest();
  const identifier = rest?.safety_identifier;
  const named = user ?? (typeof identifier === 'string' ? identifier : undefined);
  if (named !== undefined) request.user = named;
  return Object.assign(request, extraOf(rest));
}

function readStop(body: Fields): string[] {
  const value = body.any('stop');
  if (value === undefined) return [];
  if (typeof value === 'string') return [value];
  if (!Array.isArray(value)) throw wrongType(body.at('stop'), 'a string or an array', value);
  return body.strings('stop') ?? [];
}

function readLogprobs(body: Fields): number | undefined {
  const wanted = body.boolean('logprobs');
  const top = body.number('top_logprobs', { min: 0, max: 20, integer: true });
  if (wanted) return top ?? 0;
  if (top) throw invalid('top_logprobs', 'top_logprobs needs logprobs: true.');
  return undefined;
}

function readMetadata(body: Fields): Record<string, string> | undefined {
  const value = body.object('metadata');
  if (!value) return undefined;
  for (const key of Object.keys(value)) {
    const tag = value[key];
    if (typeof tag !== 'string') throw wrongType(`${body.at('metadata')}.${key}`, 'a string', tag);
  }
  return value as Record<string, string>;
}

function readModality(item: JsonValue, path: string): (typeof MODALITIES)[number] {
  const known = MODALITIES.find((word) => word === item);
  if (!known) throw invalid(path, `${path} must be one of ${MODALITIES.join(', ')}.`);
  return known;
}

/**
 * Writes the body of `POST /chat/completions`. Streams always ask for usage.
 *
 * @throws OfoxError of kind `invalid_request` for content that this wire has no form for.
 */
export function encodeRequest(
  request: ChatRequest,
  options: EncodeRequestOptions = {},
): EncodedRequest {
  const extensions = options.extensions ?? true;
  const encoding: Encoding = {
    extensions,
    takesThoughts: extensions || !isOpenAiModel(request.model),
    warnings: foreignWarnings(request, 'openai'),
  };
  const { model } = request;
  const body: JsonObject = { model, messages: writeMessages(request, encoding) };
  writeTools(request, body, encoding);
  if (request.maxTokens !== undefined) {
    body[isReasoningFamily(model) ? 'max_completion_tokens' : 'max_tokens'] = request.maxTokens;
  }
  for (const [field, word] of NUMBERS) {
    const value = request[field];
    if (value !== undefined) body[word] = value;
  }
  if (request.stop.length > 0) body.stop = request.stop;
  if (request.logprobs !== undefined) {
    body.logprobs = true;
    body.top_logprobs = request.logprobs;
  }
  writeReasoning(request.reasoning, body, encoding);
  if (request.responseFormat) body.response_format = writeResponseFormat(request.responseFormat);
  if (request.user !== undefined && request.extra?.openai?.safety_identifier !== request.user) {
    body.user = request.user;
  }
  if (request.metadata) body.metadata = request.metadata;
  if (request.serviceTier !== undefined) body.service_tier = request.serviceTier;
  if (request.modalities) body.modalities = request.modalities;
  writeExtensions(request, body, encoding);
  writeExtra(request.extra, body);
  if (request.stream) {
    const asked = isJsonObject(body.stream_options) ? body.stream_options : {};
    body.stream = true;
    body.stream_options = { ...asked, include_usage: true };
  } else if ('stream_options' in body) delete body.stream_options;
  return { path: '/chat/completions', headers: {}, body, warnings: encoding.warnings };
}

function writeExtensions(request: ChatRequest, body: JsonObject, encoding: Encoding): void {
  writeCacheMarker(request.cache, body, encoding, '');
  if (encoding.extensions) {
    writeProviderPreferences(request, body);
    return;
  }
  if (request.topK !== undefined) {
    delete body.top_k;
    warn(encoding, 'dropped', 'topK', 'This endpoint has no top-k.');
  }
}

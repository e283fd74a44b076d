import { invalid } from '../../error.ts';
import { Fields } from '../../fields.ts';
import { gather } from '../../gather.ts';
import type { JsonObject } from '../../json.ts';
import { readProviderPreferences, writeProviderPreferences } from '../../provider-preferences.ts';
import type { ChatRequest } from '../../request.ts';
import { foreignWarnings } from '../foreign.ts';
import type { EncodedRequest, EncodeRequestOptions, WireRequest } from '../wire.ts';
import { readCacheMarker, writeCacheMarker } from './cache-marker.ts';
import { drop, type Encoding, extraOf, warn, writeExtra } from './encoding.ts';
import { readMessages, writeMessages } from './messages.ts';
import { modelTraits } from './model-traits.ts';
import { readReasoning, writeReasoning } from './reasoning-settings.ts';
import { jsonInstruction, readResponseFormat, writeResponseFormat } from './response-format.ts';
import { writeSampling } from './sampling.ts';
import { contentOf, readTexts, writeText } from './text.ts';
import { readTool, readToolChoice, writeToolChoice, writeTools } from './tools.ts';

/** The version that knows `system` among the messages; callers of either are understood. */
const VERSION = '2023-06-01';
const VERSION_WITH_SYSTEM_MESSAGES = '2026-10-21';

/** Numbers that both sides have, by their name here, there, and what the API takes for them. */
const NUMBERS = [
  ['temperature', 'temperature', { min: 0, max: 1 }],
  ['topP', 'top_p', { min: 0, max: 1 }],
  ['topK', 'top_k', { min: 0, integer: true }],
] as const;

/**
 * Reads the body of `POST /v1/messages` (Anthropic's Messages API, versions 2023-06-01 and
 * 2026-10-21).
 *
 * @throws OfoxError of kind `invalid_request` that names the field at fault.
 */
export function decodeRequest({ body }: WireRequest): ChatRequest {
  const fields = new Fields(body);
  const output = fields.fields('output_config');
  const format =
    (output && readResponseFormat(output, 'format')) ?? readResponseFormat(fields, 'output_format');
  const metadata = fields.fields('metadata');
  const request: ChatRequest = {
    model: modelOf(fields),
    system: readTexts(fields, 'system'),
    messages: readMessages(fields),
    tools: fields.list('tools', readTool) ?? [],
    maxTokens: fields.required(
      'max_tokens',
      fields.number('max_tokens', { min: 0, integer: true }),
    ),
    stop: fields.strings('stop_sequences') ?? [],
    stream: fields.boolean('stream') ?? false,
  };
  for (const [field, word, bounds] of NUMBERS) {
    const value = fields.number(word, bounds);
    if (value !== undefined) request[field] = value;
  }
  if (format) request.responseFormat = format;
  const user = metadata?.string('user_id');
  if (user !== undefined) request.user = user;
  const tier = fields.string('service_tier');
  if (tier !== undefined) request.serviceTier = tier;
  Object.assign(request, readToolChoice(fields), readReasoning(fields, output));
  Object.assign(request, readCacheMarker(fields), readProviderPreferences(fields));
  fields.leave('metadata', metadata?.rest());
  fields.leave('output_config', output?.rest());
  return Object.assign(request, extraOf(fields.rest()));
}

function modelOf(fields: Fields): string {
  const model = fields.required('model', fields.string('model'));
  if (model === '') throw invalid('model', 'model must not be empty.');
  return model;
}

/**
 * Writes the body of `POST /v1/messages`. `max_tokens`, which the API demands, is filled in from the
 * model's family when the request has none.
 *
 * @throws OfoxError of kind `invalid_request` for content that this wire cannot show a model.
 */
export function encodeRequest(
  request: ChatRequest,
  options: EncodeRequestOptions = {},
): EncodedRequest {
  const traits = modelTraits(request.model);
  const encoding: Encoding = { traits, warnings: foreignWarnings(request, 'anthropic') };
  const body: JsonObject = {
    model: request.model,
    max_tokens: request.maxTokens ?? traits.defaultMaxTokens,
  };
  const system = gather(request.system, (part, at) => writeText(part, `system[${at}]`, encoding));
  system.push(...jsonInstruction(request, encoding));
  if (system.length > 0) body.system = contentOf(system);
  body.messages = writeMessages(request, encoding);
  const tools = writeTools(request, encoding);
  if (tools.length > 0) body.tools = tools;
  const thinks = writeReasoning(request, body, encoding);
  const format = writeResponseFormat(request.responseFormat, encoding);
  if (format) body.output_config = { ...(body.output_config as JsonObject | undefined), format };
  writeToolChoice(request, body, !thinks && traits.canForceTools, encoding);
  writeSampling(request, body, thinks, encoding);
  writeServiceTier(request.serviceTier, body, encoding);
  if (request.user !== undefined) body.metadata = { user_id: request.user };
  writeCacheMarker(request.cache, body);
  if (request.stream) body.stream = true;
  drop(encoding, 'seed', request.seed);
  drop(encoding, 'frequencyPenalty', request.frequencyPenalty);
  drop(encoding, 'presencePenalty', request.presencePenalty);
  drop(encoding, 'logprobs', request.logprobs);
  drop(encoding, 'metadata', request.metadata);
  if (request.modalities?.some((kind) => kind !== 'text')) {
    drop(encoding, 'modalities', request.modalities);
  }
  if (options.extensions !== false) writeProviderPreferences(request, body);
  writeExtra(request.extra, body);
  const isNew = request.messages.some((message) => message.role === 'system');
  const version = isNew ? VERSION_WITH_SYSTEM_MESSAGES : VERSION;
  const headers = { 'anthropic-version': version };
  return { path: '/v1/messages', headers, body, warnings: encoding.warnings };
}

function writeServiceTier(tier: string | undefined, body: JsonObject, encoding: Encoding): void {
  if (tier === 'auto' || tier === 'standard_only') body.service_tier = tier;
  else if (tier === 'default') {
    body.service_tier = 'standard_only';
    warn(encoding, 'approximated', 'serviceTier', 'default was sent as standard_only.');
  } else {
    drop(encoding, 'serviceTier', tier);
  }
}

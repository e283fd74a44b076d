import type { BaseMessage } from '@langchain/core/messages';
import {
  type CallOptions,
  type ChatInput,
  type JsonObject,
  type ProtocolName,
  protocolFor,
} from '@ofoxai/core';
import { readCacheControl } from './content-block.ts';
import { type ChatOfoxCallOptions, GENERATION_KEYS, type GenerationFields } from './fields.ts';
import { readConversation } from './messages.ts';
import { readResponseFormat } from './response-format.ts';
import type { RequestFacts } from './response-metadata.ts';
import { forbidsParallelCalls, readToolChoice } from './tool-choice.ts';
import { readTools } from './tools.ts';

/** What one call asks of the client. */
export interface ModelRequest {
  input: ChatInput;
  options: CallOptions;
  facts: RequestFacts;
}

type Options = Omit<ChatOfoxCallOptions, 'callbacks'> & { signal?: AbortSignal | undefined };

const GENERATION: ReadonlySet<string> = new Set(GENERATION_KEYS);

/** The fields that hold for a call: its own over the constructor's. */
export function mergeFields(
  defaults: GenerationFields,
  options: GenerationFields,
): GenerationFields {
  let merged: Record<string, unknown> | undefined;
  for (const [key, value] of Object.entries(options)) {
    if (value === undefined || !GENERATION.has(key)) continue;
    merged ??= { ...defaults };
    merged[key] = value;
  }
  if (!merged) return defaults;
  const { modelKwargs } = options;
  if (modelKwargs) merged.modelKwargs = { ...defaults.modelKwargs, ...modelKwargs };
  if (options.stop ?? options.stopSequences) merged.stop = options.stop ?? options.stopSequences;
  return merged;
}

/**
 * Reads a LangChain call. Options that are not the model's own, such as the internals of a graph
 * that calls it, go nowhere.
 *
 * @throws OfoxError of kind `invalid_request` that names the option or message at fault.
 */
export function readRequest(
  history: readonly BaseMessage[],
  model: string,
  defaults: GenerationFields,
  options: Options,
): ModelRequest {
  const fields = mergeFields(defaults, options);
  const asked = options.model ?? model;
  const protocol = protocolFor(asked, fields.protocol ?? 'auto').name;
  const { system, messages, warnings } = readConversation(history, protocol);
  const tools = readTools(options.tools ?? [], protocol, options.strict);
  const { reasoning } = fields;
  const effort = options.outputConfig?.effort;
  const input: ChatInput = {
    model: asked,
    system,
    messages,
    tools,
    toolChoice: tools.length > 0 ? readToolChoice(options.tool_choice, tools) : undefined,
    parallelToolCalls: parallelToolCalls(fields, options),
    maxTokens: fields.maxTokens,
    temperature: fields.temperature,
    topP: fields.topP,
    topK: fields.topK,
    seed: fields.seed,
    stop: fields.stop ?? fields.stopSequences,
    frequencyPenalty: fields.frequencyPenalty,
    presencePenalty: fields.presencePenalty,
    logprobs: fields.topLogprobs ?? (fields.logprobs ? 0 : undefined),
    reasoning: reasoning ?? (effort === undefined ? undefined : { effort }),
    responseFormat: readResponseFormat(options),
    user: fields.user,
    metadata: fields.requestMetadata,
    serviceTier: fields.serviceTier,
    modalities: fields.modalities,
    cache: readCacheControl(options).cache ?? fields.cacheControl,
    modelRouting: fields.modelRouting,
    provider: options.provider,
    extra: extraOf(fields, protocol),
  };
  return {
    input,
    options: callOptions(options.signal, fields.protocol, options.headers),
    facts: { model: asked, includeHeaders: fields.includeResponseHeaders ?? false, warnings },
  };
}

/** Only what the call says: the client need not read what nobody has said. */
function callOptions(
  signal: CallOptions['signal'],
  protocol: CallOptions['protocol'],
  headers: CallOptions['headers'],
): CallOptions {
  const options: CallOptions = {};
  if (signal) options.signal = signal;
  if (protocol !== undefined) options.protocol = protocol;
  if (headers) options.headers = headers;
  return options;
}

function parallelToolCalls(fields: GenerationFields, options: Options): boolean | undefined {
  if (forbidsParallelCalls(options.tool_choice)) return false;
  return options.parallel_tool_calls ?? fields.parallelToolCalls;
}

/** Words of one wire. Where another one is spoken, the client warns of what it left out. */
function extraOf(
  { logitBias, modelKwargs }: GenerationFields,
  protocol: ProtocolName,
): ChatInput['extra'] {
  const bias: JsonObject = logitBias ? { logit_bias: logitBias } : {};
  if (!modelKwargs) return logitBias ? { openai: bias } : undefined;
  const own = modelKwargs as JsonObject;
  if (protocol === 'openai') return { openai: { ...own, ...bias } };
  return { ...(logitBias ? { openai: bias } : {}), [protocol]: own };
}

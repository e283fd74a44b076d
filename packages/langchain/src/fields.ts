import type {
  BaseChatModelCallOptions,
  BaseChatModelParams,
  BindToolsInput,
} from '@langchain/core/language_models/chat_models';
import type { ModelProfile } from '@langchain/core/language_models/profile';
import {
  type CacheMarker,
  type ModelRouting,
  OfoxError,
  type ProtocolOption,
  type ProviderPreferences,
  type Reasoning,
} from '@ofoxai/core';
import type { ConnectionFields } from './client-fields.ts';

type Optional<T> = { [K in keyof T]?: T[K] | undefined };

/** What may be said once in the constructor, and again, over it, in each call. */
export type GenerationFields = Optional<{
  /** The wire to speak; `auto`: Anthropic's for `anthropic/…`, Gemini's for `google/…`, else OpenAI's. */
  protocol: ProtocolOption;
  /** The most tokens to answer, thoughts included. */
  maxTokens: number;
  /** 0 to 2. */
  temperature: number;
  /** 0 to 1. */
  topP: number;
  topK: number;
  seed: number;
  /** Texts that end the answer where they come up. */
  stop: string[];
  /** The same as `stop`, as other providers' classes call it. */
  stopSequences: string[];
  /** -2 to 2. */
  frequencyPenalty: number;
  /** -2 to 2. */
  presencePenalty: number;
  /** How much likelier each token, by its number, is to be: -100 to 100. The OpenAI wire's alone. */
  logitBias: Record<string, number>;
  /** Tell the log probability of each token. */
  logprobs: boolean;
  /** How many alternatives to each token to tell, 0 to 20; it implies `logprobs`. */
  topLogprobs: number;
  /** How much to think before the answer. */
  reasoning: Reasoning;
  /** An opaque id of the end user, for the provider's abuse detection. */
  user: string;
  /** String tags that the provider stores with the request. */
  requestMetadata: Record<string, string>;
  /** The wire's own word: `auto`, `default`, `flex`, `priority`, … */
  serviceTier: string;
  /** Kinds of output wanted besides text. */
  modalities: ('text' | 'image' | 'audio')[];
  /** Whether several tools may be called in one turn. */
  parallelToolCalls: boolean;
  /** Cache as much of the request as the provider can. */
  cacheControl: CacheMarker;
  /** What `model: "auto"` may choose from. */
  modelRouting: ModelRouting;
  /**
   * Fields of the request's body in the words of its wire. What a field above says goes before
   * what is said here.
   */
  modelKwargs: Record<string, unknown>;
  /** Put the answer's headers into `response_metadata.headers`. */
  includeResponseHeaders: boolean;
}>;

/** What `new ChatOfox` takes. */
export interface ChatOfoxFields extends BaseChatModelParams, ConnectionFields, GenerationFields {
  /** As the catalogue names it: `anthropic/claude-sonnet-4.5`. */
  model?: string | undefined;
  /** The same as `model`, as older classes call it. */
  modelName?: string | undefined;
  /** Make `invoke` stream as well, for callbacks that want every token. */
  streaming?: boolean | undefined;
  /** What the model can do, over what is known of it; agents go by it. */
  profile?: ModelProfile | undefined;
}

/** A prompt cache marker as Anthropic writes it. */
export interface CacheControl {
  type: 'ephemeral';
  ttl?: '5m' | '1h';
}

/** What one call takes besides LangChain's own options. */
export interface ChatOfoxCallOptions extends BaseChatModelCallOptions, GenerationFields {
  stop?: string[];
  /** Another model for this call. */
  model?: string | undefined;
  tools?: BindToolsInput[] | undefined;
  /** Whether the arguments of tools must satisfy their schemas. */
  strict?: boolean | undefined;
  /** The same as `parallelToolCalls`, as the OpenAI wire calls it. */
  parallel_tool_calls?: boolean | undefined;
  /** The form of the answer, as the OpenAI wire writes it. */
  response_format?: ResponseFormatOption | undefined;
  /** The form of the answer and the effort, as the Anthropic wire writes them. */
  outputConfig?: OutputConfigOption | undefined;
  /** The schema of the answer, as the Gemini wire writes it. */
  responseSchema?: object | undefined;
  /** The same as `cacheControl`, as Anthropic writes it. */
  cache_control?: CacheControl | undefined;
  /** Over the constructor's, key by key; a fallback list replaces the whole list. */
  provider?: ProviderPreferences | undefined;
  /** Further headers of this call. */
  headers?: Record<string, string> | undefined;
  /** How often LangChain's caller tries again; the constructor's `maxRetries` by default. */
  maxRetries?: number;
}

export type ResponseFormatOption =
  | { type: 'text' }
  | { type: 'json_object' }
  | {
      type: 'json_schema';
      json_schema: {
        name?: string | undefined;
        description?: string | undefined;
        schema?: object | undefined;
        strict?: boolean | null | undefined;
      };
    };

export interface OutputConfigOption {
  format?: { type: 'json_schema'; schema: object } | undefined;
  effort?: Reasoning['effort'] | undefined;
}

/** The names of {@link GenerationFields}, for whoever copies them from an object that holds more. */
export const GENERATION_KEYS = [
  'protocol',
  'maxTokens',
  'temperature',
  'topP',
  'topK',
  'seed',
  'stop',
  'stopSequences',
  'frequencyPenalty',
  'presencePenalty',
  'logitBias',
  'logprobs',
  'topLogprobs',
  'reasoning',
  'user',
  'requestMetadata',
  'serviceTier',
  'modalities',
  'parallelToolCalls',
  'cacheControl',
  'modelRouting',
  'modelKwargs',
  'includeResponseHeaders',
] as const satisfies readonly (keyof GenerationFields)[];

/**
 * The constructor's fields under one name each.
 * @throws OfoxError of kind `invalid_request` when no model is named.
 */
export function normalFields(fields: ChatOfoxFields): ChatOfoxFields & { model: string } {
  const { baseURL, modelName, ...rest } = fields;
  const model = rest.model ?? modelName;
  if (typeof model !== 'string' || model.trim() === '') {
    const message = 'model is required, as the catalogue names it: anthropic/claude-sonnet-4.5.';
    throw new OfoxError('invalid_request', message, { param: 'model' });
  }
  const baseUrl = rest.baseUrl ?? baseURL;
  return { ...rest, model, ...(baseUrl === undefined ? {} : { baseUrl }) };
}

/** Those of the constructor's fields that a call may say again. */
export function generationFields(fields: ChatOfoxFields): GenerationFields {
  const picked: Record<string, unknown> = {};
  for (const key of GENERATION_KEYS) {
    if (fields[key] !== undefined) picked[key] = fields[key];
  }
  return picked;
}

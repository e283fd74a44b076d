import type { CallbackManagerForLLMRun } from '@langchain/core/callbacks/manager';
import type {
  BaseLanguageModelInput,
  StructuredOutputMethodOptions,
} from '@langchain/core/language_models/base';
import {
  BaseChatModel,
  type BindToolsInput,
  type LangSmithParams,
} from '@langchain/core/language_models/chat_models';
import type { ChatModelStreamEvent } from '@langchain/core/language_models/event';
import type { ModelProfile } from '@langchain/core/language_models/profile';
import type { AIMessageChunk, BaseMessage } from '@langchain/core/messages';
import type { ChatGenerationChunk, ChatResult, LLMResult } from '@langchain/core/outputs';
import type { Runnable } from '@langchain/core/runnables';
import type { SerializableSchema } from '@langchain/core/utils/standard_schema';
import type { InteropZodType } from '@langchain/core/utils/types';
import { type OfoxClient, OfoxError } from '@ofoxai/core';
import { ChunkWriter } from './chunks.ts';
import { attemptLimits, connect } from './client-fields.ts';
import { modelError } from './errors.ts';
import {
  type ChatOfoxCallOptions,
  type ChatOfoxFields,
  type GenerationFields,
  generationFields,
  normalFields,
} from './fields.ts';
import { ModelCall, toldError } from './model-call.ts';
import { knownProfile, profileOf } from './profile.ts';
import { replyResult } from './reply-message.ts';
import { MODEL_PROVIDER } from './response-metadata.ts';
import { SERIALIZABLE_KEYS } from './serializable.ts';
import { EventWriter } from './stream-events.ts';
import { structuredOutput } from './structured-output.ts';
import { estimateContentTokens, estimateMessageTokens } from './tokens.ts';
import { formatTools } from './tools.ts';
import { type TracedParams, tracedParams } from './traced-params.ts';
import { addTokenUsage, type TokenUsage } from './usage-metadata.ts';
import { VERSION } from './version.ts';

type Schema<T extends object> = InteropZodType<T> | SerializableSchema<T> | Record<string, unknown>;

/**
 * Any model of the OfoxAI API as a LangChain chat model, on whichever of its three wires.
 *
 * Retries are LangChain's: `maxRetries` and `onFailedAttempt`, for `invoke`, `stream` and
 * `streamEvents` alike, until the first output. Errors are `OfoxModelError`, or LangChain's own
 * `ContextOverflowError` with the same fields; an abort throws the signal's reason.
 */
export class ChatOfox extends BaseChatModel<ChatOfoxCallOptions, AIMessageChunk> {
  static override lc_name(): string {
    return 'ChatOfox';
  }

  override lc_serializable = true;
  /** As the catalogue names it. */
  readonly model: string;
  /** Whether `invoke` streams as well. */
  readonly streaming: boolean;
  readonly #fields: ChatOfoxFields;
  readonly #defaults: GenerationFields;
  readonly #client: () => OfoxClient;

  /**
   * @throws OfoxError of kind `invalid_request` for an option that makes no sense. A missing key is
   * told by the first call.
   */
  constructor(fields: ChatOfoxFields & ({ model: string } | { modelName: string }));
  constructor(model: string, fields?: Omit<ChatOfoxFields, 'model' | 'modelName'>);
  constructor(first: string | ChatOfoxFields, more: ChatOfoxFields = {}) {
    const fields = normalFields(typeof first === 'string' ? { ...more, model: first } : first);
    super(fields);
    this.model = fields.model;
    this.streaming = fields.streaming ?? false;
    this.disableStreaming = fields.disableStreaming ?? false;
    this.#fields = fields;
    this.#defaults = generationFields(fields);
    this.#client = connect(fields);
    this._addVersion('@ofoxai/langchain', VERSION);
  }

  /**
   * A model whose `profile` is what the API's catalogue says of it.
   * @throws OfoxModelError when the API cannot be asked or has no such model.
   */
  static async fromCatalog(
    model: string,
    fields: Omit<ChatOfoxFields, 'model' | 'modelName'> = {},
  ): Promise<ChatOfox> {
    const client = connect(normalFields({ ...fields, model }))();
    try {
      const found = await client.models.get(model);
      return new ChatOfox(model, {
        ...fields,
        profile: { ...profileOf(found.model), ...fields.profile },
      });
    } catch (error) {
      throw OfoxError.is(error) ? modelError(error) : error;
    }
  }

  override get lc_secrets(): Record<string, string> {
    return { apiKey: 'OFOX_API_KEY' };
  }

  override get lc_aliases(): Record<string, string> {
    return {};
  }

  override get lc_serializable_keys(): string[] {
    return SERIALIZABLE_KEYS;
  }

  override _llmType(): string {
    return 'ofox';
  }

  /** What the model can do: as the constructor was told, else as this package knows. */
  override get profile(): ModelProfile {
    return { ...knownProfile(this.model), ...this.#fields.profile };
  }

  override getLsParams(options: this['ParsedCallOptions']): LangSmithParams {
    const { temperature, maxTokens, stop, model } = this.invocationParams(options);
    return {
      ls_provider: MODEL_PROVIDER,
      ls_model_name: model,
      ls_model_type: 'chat',
      ls_temperature: temperature,
      ls_max_tokens: maxTokens,
      ls_stop: stop,
    } as LangSmithParams;
  }

  override invocationParams(options?: this['ParsedCallOptions']): TracedParams {
    return tracedParams(this.model, this.#defaults, this.#fields, options);
  }

  /** All that tells one model's cached answers from another's, without secrets. */
  override _identifyingParams(): Record<string, unknown> {
    const { baseUrl, clientFallback } = this.#fields;
    return { ...this.invocationParams(), base_url: baseUrl, client_fallback: clientFallback };
  }

  override _combineLLMOutput(...outputs: LLMResult['llmOutput'][]): LLMResult['llmOutput'] {
    let sum: TokenUsage | undefined;
    for (const output of outputs) {
      const counted = output?.tokenUsage as TokenUsage | undefined;
      if (counted) sum = sum ? addTokenUsage(sum, counted) : counted;
    }
    return sum ? { tokenUsage: sum } : {};
  }

  /** An estimate; nothing is loaded or asked for it. */
  override async getNumTokens(content: BaseMessage['content']): Promise<number> {
    return estimateContentTokens(content);
  }

  /** The same for a conversation, message by message. */
  async getNumTokensFromMessages(
    messages: BaseMessage[],
  ): Promise<{ totalCount: number; countPerMessage: number[] }> {
    const countPerMessage = messages.map(estimateMessageTokens);
    return { totalCount: countPerMessage.reduce((sum, count) => sum + count, 0), countPerMessage };
  }

  override bindTools(
    tools: BindToolsInput[],
    kwargs: Partial<ChatOfoxCallOptions> = {},
  ): Runnable<BaseLanguageModelInput, AIMessageChunk, ChatOfoxCallOptions> {
    return this.withConfig({ tools: formatTools(tools), ...kwargs });
  }

  override withStructuredOutput<T extends object = Record<string, unknown>>(
    schema: Schema<T>,
    config?: StructuredOutputMethodOptions<false>,
  ): Runnable<BaseLanguageModelInput, T>;
  override withStructuredOutput<T extends object = Record<string, unknown>>(
    schema: Schema<T>,
    config?: StructuredOutputMethodOptions<true>,
  ): Runnable<BaseLanguageModelInput, { raw: BaseMessage; parsed: T }>;
  override withStructuredOutput(
    schema: object,
    config?: StructuredOutputMethodOptions<boolean>,
  ): Runnable<BaseLanguageModelInput, never> {
    const bind = (options: Partial<ChatOfoxCallOptions>) => this.withConfig(options);
    return structuredOutput(bind, schema as Record<string, unknown>, config) as Runnable<
      BaseLanguageModelInput,
      never
    >;
  }

  override async _generate(
    messages: BaseMessage[],
    options: this['ParsedCallOptions'],
    runManager?: CallbackManagerForLLMRun,
  ): Promise<ChatResult> {
    options.signal?.throwIfAborted();
    if (this.streaming && !this.disableStreaming) {
      return this.#generateInPieces(messages, options, runManager);
    }
    const call = this.#call(messages, options, 'whole');
    return replyResult(await call.answer(), call.facts);
  }

  override async *_streamResponseChunks(
    messages: BaseMessage[],
    options: this['ParsedCallOptions'],
    runManager?: CallbackManagerForLLMRun,
  ): AsyncGenerator<ChatGenerationChunk> {
    const call = this.#call(messages, options, 'stream');
    const stream = await call.open();
    const writer = new ChunkWriter();
    try {
      for await (const event of stream) {
        const chunk = writer.write(event);
        if (!chunk) continue;
        yield chunk;
        if (runManager) await tellToken(runManager, chunk);
      }
      const last = writer.end(await stream.final(), call.facts);
      yield last;
      if (runManager) await tellToken(runManager, last);
    } catch (error) {
      throw toldError(error, options.signal, stream);
    }
  }

  override async *_streamChatModelEvents(
    messages: BaseMessage[],
    options: this['ParsedCallOptions'],
  ): AsyncGenerator<ChatModelStreamEvent> {
    const call = this.#call(messages, options, 'stream');
    const stream = await call.open();
    const writer = new EventWriter();
    try {
      for await (const event of stream) yield* writer.write(event);
      yield* writer.end(await stream.final(), call.facts);
    } catch (error) {
      throw toldError(error, options.signal, stream);
    }
  }

  #call(messages: BaseMessage[], options: this['ParsedCallOptions'], form: 'whole' | 'stream') {
    const parts = {
      client: this.#client,
      caller: this.caller,
      isQueued: this.#fields.maxConcurrency !== undefined,
      model: this.model,
      defaults: this.#defaults,
      limits: attemptLimits(this.#fields, form),
    };
    return new ModelCall(parts, messages, options);
  }

  async #generateInPieces(
    messages: BaseMessage[],
    options: this['ParsedCallOptions'],
    runManager: CallbackManagerForLLMRun | undefined,
  ): Promise<ChatResult> {
    let sum: ChatGenerationChunk | undefined;
    for await (const chunk of this._streamResponseChunks(messages, options, runManager)) {
      sum = sum ? sum.concat(chunk) : chunk;
    }
    if (!sum) return { generations: [] };
    const metadata: Record<string, unknown> = sum.message.response_metadata;
    const { tokenUsage } = metadata;
    return { generations: [sum], ...(tokenUsage ? { llmOutput: { tokenUsage } } : {}) };
  }
}

async function tellToken(
  runManager: CallbackManagerForLLMRun,
  chunk: ChatGenerationChunk,
): Promise<void> {
  const place = { prompt: 0, completion: 0 };
  await runManager.handleLLMNewToken(chunk.text, place, undefined, undefined, undefined, { chunk });
}

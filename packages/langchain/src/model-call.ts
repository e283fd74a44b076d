import type { BaseMessage } from '@langchain/core/messages';
import type { AsyncCaller } from '@langchain/core/utils/async_caller';
import {
  type CallOptions,
  type ChatResult,
  type OfoxClient,
  OfoxError,
  type ReplyStream,
} from '@ofoxai/core';
import { modelError } from './errors.ts';
import type { ChatOfoxCallOptions, GenerationFields } from './fields.ts';
import { partialMessage } from './reply-message.ts';
import { type ModelRequest, readRequest } from './request.ts';
import type { RequestFacts } from './response-metadata.ts';

/** What all calls of a model have in common. */
interface ModelParts {
  client: () => OfoxClient;
  /** The one layer that tries again. */
  caller: AsyncCaller;
  /** Whether calls wait for one another. */
  isQueued: boolean;
  model: string;
  defaults: GenerationFields;
  /** How long one attempt may take. */
  limits: CallOptions['timeouts'];
}

type Options = Omit<ChatOfoxCallOptions, 'callbacks'> & { signal?: AbortSignal | undefined };

/** One question to a model, in as many attempts as LangChain's caller makes of it. */
export class ModelCall {
  readonly #parts: ModelParts;
  readonly #request: ModelRequest;
  readonly #signal: AbortSignal | undefined;
  readonly #maxRetries: number | undefined;

  /** @throws OfoxModelError that names the option or message at fault, or the signal's reason. */
  constructor(parts: ModelParts, messages: BaseMessage[], options: Options) {
    this.#parts = parts;
    this.#signal = options.signal;
    this.#maxRetries = options.maxRetries;
    options.signal?.throwIfAborted();
    try {
      this.#request = readRequest(messages, parts.model, parts.defaults, options);
    } catch (error) {
      throw toldError(error, options.signal);
    }
  }

  get facts(): RequestFacts {
    return this.#request.facts;
  }

  /** The answer in one piece. */
  answer(): Promise<ChatResult> {
    return this.#attempt((client, { input }, options) => client.chat(input, options));
  }

  /** The stream, when its first output is there: until then LangChain's caller tries again. */
  open(): Promise<ReplyStream> {
    return this.#attempt(async (client, { input }, options) => {
      const stream = client.stream(input, options);
      await stream.response;
      return stream;
    });
  }

  #attempt<T>(
    run: (client: OfoxClient, request: ModelRequest, options: CallOptions) => Promise<T>,
  ): Promise<T> {
    const { client, limits } = this.#parts;
    const request = this.#request;
    const options = limits ? { ...request.options, timeouts: limits } : request.options;
    return this.#callWithRetries(async () => {
      try {
        return await run(client(), request, options);
      } catch (error) {
        throw toldError(error, this.#signal);
      }
    });
  }

  /**
   * Calls as LangChain's caller does. That costs as much as a good part of the call, and the most of
   * it is for what hardly ever happens: where the caller does not have to wait for other calls, it
   * is told of the first try only when that has failed.
   */
  async #callWithRetries<T>(once: () => Promise<T>): Promise<T> {
    const { caller, isQueued } = this.#parts;
    let first = isQueued ? undefined : once();
    if (first) {
      try {
        return await first;
      } catch {}
    }
    const rules = {
      ...(this.#signal ? { signal: this.#signal } : {}),
      ...(this.#maxRetries === undefined ? {} : { maxRetries: this.#maxRetries }),
    };
    try {
      return await caller.callWithOptions(rules, () => {
        const tried = first ?? once();
        first = undefined;
        return tried;
      });
    } catch (error) {
      throw toldError(error, this.#signal);
    }
  }
}

/**
 * The error as LangChain knows it; after an abort its signal's reason.
 * @param stream what had begun to answer.
 */
export function toldError(
  error: unknown,
  signal: AbortSignal | undefined,
  stream?: ReplyStream,
): unknown {
  if (signal?.aborted && signal.reason instanceof Error) return signal.reason;
  if (!OfoxError.is(error)) return error;
  const partial = stream?.partial();
  return modelError(error, partial && partialMessage(partial));
}

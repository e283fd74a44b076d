import type { EmbeddingReply } from '../embedding.ts';
import { type Attempt, OfoxError } from '../error.ts';
import type { ImageReply } from '../image.ts';
import type { ReplyEvent } from '../reply.ts';
import type { ChatRequest } from '../request.ts';
import { runAttempts } from './attempts.ts';
import {
  askModels,
  beginCall,
  type Call,
  type ClientParts,
  conclude,
  planRequests,
  protocolFor,
  resourceOf,
} from './call.ts';
import { type ChatInput, readChatInput } from './input/chat.ts';
import {
  type EmbedInput,
  type ImageInput,
  readEmbedInput,
  readImageInput,
} from './input/resources.ts';
import { ModelClient } from './models.ts';
import {
  type CallOptions,
  type ClientOptions,
  readCallOptions,
  readClientOptions,
} from './options.ts';
import { Redactor } from './redact.ts';
import { openReply } from './reply-events.ts';
import { type ChatResult, ReplyStream, type StreamSource } from './reply-stream.ts';
import type { ResponseInfo } from './response-info.ts';
import type { Platform } from './transport.ts';

export interface EmbedResult extends EmbeddingReply {
  response: ResponseInfo;
}

export interface ImageResult extends ImageReply {
  response: ResponseInfo;
}

/**
 * The API's client on a platform that is passed in: it touches no timer, no environment and no
 * network but the platform's. Everywhere else, `OfoxClient` brings its own.
 */
export class BaseClient {
  readonly models: ModelClient;
  readonly #parts: ClientParts;

  /**
   * @throws OfoxError of kind `authentication` when there is no key, and of kind `invalid_request`
   * that names the option which is unknown or makes no sense.
   */
  constructor(options: ClientOptions, platform: Platform) {
    const settings = readClientOptions(options, platform.env);
    this.#parts = { settings, platform, redactor: new Redactor(settings.apiKey) };
    this.models = new ModelClient(this.#parts);
  }

  /**
   * Continues a conversation; the answer comes in one piece.
   * @throws OfoxError whose `kind` says what went wrong and whose `attempts` tell what was tried.
   */
  async chat(input: ChatInput, options: CallOptions = {}): Promise<ChatResult> {
    const call = this.#begin(options);
    const { value: reply, response } = await askModels(
      readChatInput(input, false),
      call,
      (model) => {
        const protocol = protocolFor(model, call.protocol);
        return {
          protocol,
          encode: (request) => protocol.encodeRequest(request),
          decode: (body, request) => protocol.decodeReply(body, { model: request.model }),
        };
      },
      ({ model, usage }) => ({ servedModel: model, cost: usage.cost }),
    );
    const warnings = [...response.warnings, ...reply.warnings];
    return Object.assign(reply, { warnings, response });
  }

  /**
   * Continues a conversation; the answer comes in pieces. Nothing is sent before the stream is read.
   * @throws OfoxError of kind `invalid_request` for a wrong input; all else comes out of the stream.
   */
  stream(input: ChatInput, options: CallOptions = {}): ReplyStream {
    const settings = readCallOptions(options, this.#parts.settings);
    const request = readChatInput(input, true);
    const start = (signal: AbortSignal) =>
      openStream(request, beginCall(this.#parts, settings, signal));
    return new ReplyStream(start, settings.signal);
  }

  /** Turns texts into vectors. @throws OfoxError as {@link chat} does. */
  async embed(input: EmbedInput, options: CallOptions = {}): Promise<EmbedResult> {
    const call = this.#begin(options);
    const { protocol, resource } = resourceOf(call.protocol, 'embeddings', (p) => p.embeddings);
    const { value, response } = await askModels(
      readEmbedInput(input),
      call,
      () => ({
        protocol,
        encode: (request) => resource.encodeRequest(request),
        decode: (body, request) => resource.decodeReply(body, request),
      }),
      ({ model, usage }) => ({ servedModel: model, cost: usage.cost }),
    );
    return { ...value, response };
  }

  /** Makes images from a description. @throws OfoxError as {@link chat} does. */
  async images(input: ImageInput, options: CallOptions = {}): Promise<ImageResult> {
    const call = this.#begin(options);
    const { protocol, resource } = resourceOf(call.protocol, 'images', (wire) => wire.images);
    const { value, response } = await askModels(
      readImageInput(input),
      call,
      () => ({
        protocol,
        encode: (request) => resource.encodeRequest(request),
        decode: (body, request) => resource.decodeReply(body, request),
      }),
      ({ model, usage }) => ({ servedModel: model, cost: usage?.cost }),
    );
    return { ...value, response };
  }

  #begin(options: CallOptions): Call {
    return beginCall(this.#parts, readCallOptions(options, this.#parts.settings));
  }
}

async function openStream(request: ChatRequest, call: Call): Promise<StreamSource> {
  const { models, requestFor } = planRequests(request, call);
  const { value: opened, attempts } = await runAttempts(models, call, async (model) => {
    const protocol = protocolFor(model, call.protocol);
    const { path, headers, body, warnings } = protocol.encodeRequest(requestFor(model));
    const reply = await openReply({ protocol, path, headers, body, model }, warnings, call);
    return { ...reply, protocol: protocol.name };
  });
  const { exchange, warnings, protocol, model, batches } = opened;
  const tell = (servedModel: string | undefined, cost: string | undefined) =>
    conclude(exchange, call, { protocol, attempts, warnings, servedModel, cost });
  return {
    response: tell(model, undefined),
    batches: tellErrors(batches, call, attempts),
    abandon: () => exchange.abandon(),
    conclude: (reply) => tell(reply.model, reply.usage.cost),
  };
}

/** The batches, and for an error among them what only the call knows of it. */
async function* tellErrors(
  batches: AsyncGenerator<ReplyEvent[], void, undefined>,
  { redactor }: Call,
  attempts: Attempt[],
): AsyncGenerator<ReplyEvent[], void, undefined> {
  try {
    yield* batches;
  } catch (thrown) {
    if (!OfoxError.is(thrown)) throw thrown;
    const error = redactor.error(thrown);
    const last = attempts.slice(-1).map((attempt) => ({ ...attempt, kind: error.kind }));
    throw error.with({ attempts: [...attempts.slice(0, -1), ...last] });
  }
}

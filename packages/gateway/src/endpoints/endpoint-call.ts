import type { IncomingHttpHeaders } from 'node:http';
import type {
  ChatRequest,
  EncodeReplyContext,
  JsonObject,
  JsonValue,
  OfoxError,
  Protocol,
} from '@ofoxai/core';
import { isJsonObject } from '@ofoxai/core';
import type { Cancellation } from '../cancellation.ts';
import type { Endpoint } from '../http/endpoint.ts';
import type { Exchange } from '../http/exchange.ts';
import { oneATurn } from '../http/one-a-turn.ts';
import { readBody } from '../http/read-body.ts';
import type { RequestTrace } from '../tracing/trace.ts';
import type { CallBase, ChatCall, Translatable } from '../upstream/chat-call.ts';
import { RawBody } from '../upstream/raw-body.ts';
import { wireRequest } from './wire-request.ts';

/** Bytes of a body on which the work takes about a millisecond. */
const LARGE = 1024 * 1024;

/** The request of an exchange, its body read. */
export class EndpointCall implements CallBase {
  readonly face: Protocol;
  readonly body: RawBody;
  readonly headers: IncomingHttpHeaders;
  readonly path: string;
  readonly query: string;
  readonly cancellation: Cancellation;
  readonly directives: string | undefined;
  readonly #exchange: Exchange;

  constructor(exchange: Exchange, body: RawBody) {
    const { request, protocol, path, query, cancellation } = exchange;
    this.#exchange = exchange;
    this.face = protocol;
    this.body = body;
    this.headers = request.headers;
    this.path = path;
    this.query = query;
    this.cancellation = cancellation;
    const directives = request.headers['x-ofox-embedded'];
    this.directives = typeof directives === 'string' ? directives : undefined;
  }

  get signal(): AbortSignal {
    return this.#exchange.signal;
  }

  get trace(): RequestTrace | undefined {
    return this.#exchange.trace;
  }

  errorOf(thrown: unknown): OfoxError {
    return this.#exchange.errorOf(thrown);
  }
}

/** @throws OfoxError as {@link readBody} does. */
export function readRaw({ request, cancellation }: Exchange, maxBytes: number): Promise<RawBody> {
  const contentType = request.headers['content-type'];
  return readBody(request, maxBytes, cancellation).then((bytes) => {
    const body = new RawBody(bytes, contentType);
    return bytes.length < LARGE ? body : checked(body);
  });
}

/** Checks a large body, in turns of the loop that have nothing else to do. */
async function checked(body: RawBody): Promise<RawBody> {
  await oneATurn();
  body.checkText();
  await oneATurn();
  return body;
}

/** What of a conversation matters before it is known who will answer. */
const PICKED: ReadonlySet<string> = new Set([
  'model',
  'stream',
  'stream_options',
  'provider',
  'model_routing_config',
  'extra_body',
  'max_tokens',
  'max_completion_tokens',
]);

/** A conversation as it came over the wire; it is decoded when somebody asks for that. */
export class EndpointChatCall extends EndpointCall implements ChatCall {
  readonly stream: boolean;
  readonly wants: EncodeReplyContext;
  /** Some outermost fields, not checked. */
  readonly picked: JsonObject;
  protected readonly endpoint: Endpoint;
  #request: ChatRequest | undefined;
  #translatable: Translatable | undefined;

  /** @throws OfoxError of kind `invalid_request` when the body is not JSON. */
  constructor(exchange: Exchange, endpoint: Endpoint, body: RawBody) {
    super(exchange, body);
    this.endpoint = endpoint;
    this.picked = body.pick(PICKED);
    const { stream = false } = this.picked;
    if (endpoint.stream !== undefined) this.stream = endpoint.stream;
    else this.stream = typeof stream === 'boolean' ? stream : this.request.stream;
    const { name } = this.face;
    const isArray = name === 'gemini' && !exchange.query.includes('alt=sse');
    const options = this.picked.stream_options;
    this.wants = {
      includeUsage: isJsonObject(options) && options.include_usage === true,
      framing: isArray ? 'json-array' : 'sse',
      created: Math.floor(Date.now() / 1000),
    };
  }

  get request(): ChatRequest {
    this.#request ??= this.decode(this.body.json);
    return this.#request;
  }

  get translatable(): Translatable {
    this.#translatable ??= this.#lift();
    return this.#translatable;
  }

  protected decode(body: JsonValue): ChatRequest {
    return this.face.decodeRequest(wireRequest(this.endpoint, body));
  }

  #lift(): Translatable {
    const lifted = this.#request ? undefined : this.body.lifted;
    if (!lifted) return { request: this.request, put: (json) => json };
    return { request: this.decode(lifted.json), put: lifted.put };
  }

  /** The model that is asked for. @throws OfoxError of kind `invalid_request` when there is none. */
  get model(): string {
    const model = this.endpoint.model ?? this.picked.model;
    return typeof model === 'string' && model !== '' ? model : this.request.model;
  }
}

import type { IncomingMessage, ServerResponse } from 'node:http';
import { OfoxError, protocols } from '@ofoxai/core';
import { type Clock, systemClock } from './clock.ts';
import { createEmbeddedProvider } from './embedded/provider.ts';
import { chat } from './endpoints/chat.ts';
import type { Context, Handler } from './endpoints/context.ts';
import { countTokens } from './endpoints/count-tokens.ts';
import { embeddings } from './endpoints/embeddings.ts';
import { health } from './endpoints/health.ts';
import { images } from './endpoints/images.ts';
import { model, modelList } from './endpoints/models.ts';
import { answerPreflight } from './http/cors.ts';
import { findCredentials, KEY_HEADER } from './http/credentials.ts';
import { type EndpointName, READ } from './http/endpoint.ts';
import { Exchange } from './http/exchange.ts';
import { findEndpoint } from './http/find-endpoint.ts';
import { type KeyOptions, type KeyRecord, KeyRing } from './http/key-ring.ts';
import { listen, makeServer } from './http/server.ts';
import { limitExceeded } from './limits/headers.ts';
import type { LimitStore } from './limits/limit-store.ts';
import { MemoryLimitStore } from './limits/memory-limit-store.ts';
import { type Logger, silentLogger } from './log.ts';
import type { Provider } from './provider.ts';

const DEFAULT_RPM = 200;
const DEFAULT_MAX_BODY_BYTES = 64 * 1024 * 1024;
const DEFAULT_GRACE_MS = 30_000;
/** For answers that are broken off at the end of that time to say so. */
const LAST_WORDS_MS = 250;

export interface GatewayOptions {
  /** Who may call. */
  keys: readonly (string | KeyOptions)[];
  /** Requests in any sixty seconds for each key that has no limit of its own; 200 when absent. */
  rpm?: number;
  /** The most bytes of a request's body; 64 MiB when absent. */
  maxBodyBytes?: number;
  /** Who answers; the embedded provider when absent. */
  provider?: Provider;
  /** Where requests are counted; this process's memory when absent. */
  limits?: LimitStore;
  /** Gets one line for each request; nobody when absent. */
  logger?: Logger;
  /** The platform's when absent. */
  clock?: Clock;
}

export interface Gateway {
  /**
   * Starts to serve. Port 0 takes any that is free.
   * @throws the system's error when it cannot listen there, such as `EADDRINUSE`.
   */
  listen(address?: { host?: string; port?: number }): Promise<{ url: string; port: number }>;
  /**
   * Takes no more connections, lets the answers under way come to their end, and after `graceMs`
   * (thirty seconds when absent) breaks those that have not.
   */
  close(options?: { graceMs?: number }): Promise<void>;
}

const HANDLERS: Record<EndpointName, Handler> = {
  chat,
  embeddings,
  images,
  'count-tokens': countTokens,
  'model-list': modelList,
  model,
  health,
};

const PUBLIC: ReadonlySet<EndpointName> = new Set<EndpointName>(['model-list', 'model', 'health']);

/** Makes a gateway that serves the whole API on the three protocols. It does not listen yet. */
export function createGateway(options: GatewayOptions): Gateway {
  return new HttpGateway(options);
}

class HttpGateway implements Gateway {
  readonly #keys: KeyRing;
  readonly #limits: LimitStore;
  readonly #logger: Logger;
  readonly #context: Context;
  readonly #server = makeServer((request, response) => void this.#serve(request, response));
  readonly #active = new Set<Exchange>();
  #closing = false;

  constructor(options: GatewayOptions) {
    const clock = options.clock ?? systemClock;
    const keys = options.keys.map((key) => (typeof key === 'string' ? { key } : key));
    this.#keys = new KeyRing(keys, options.rpm ?? DEFAULT_RPM);
    this.#limits = options.limits ?? new MemoryLimitStore(clock);
    this.#logger = options.logger ?? silentLogger;
    this.#context = {
      provider: options.provider ?? createEmbeddedProvider(),
      clock,
      maxBodyBytes: options.maxBodyBytes ?? DEFAULT_MAX_BODY_BYTES,
    };
  }

  listen({ host = '127.0.0.1', port = 0 }: { host?: string; port?: number } = {}) {
    return listen(this.#server, host, port);
  }

  async close({ graceMs = DEFAULT_GRACE_MS }: { graceMs?: number } = {}): Promise<void> {
    this.#closing = true;
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    let stopWaiting = this.#context.clock.every(Math.max(1, graceMs), () => {
      const reason = new OfoxError('unavailable', 'The gateway is shutting down.', { status: 503 });
      for (const exchange of this.#active) exchange.abort(reason);
      stopWaiting();
      stopWaiting = this.#context.clock.every(LAST_WORDS_MS, () => {
        this.#server.closeAllConnections();
      });
    });
    await closed;
    stopWaiting();
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const exchange = new Exchange(request, response, this.#context.clock, this.#logger);
    this.#active.add(exchange);
    response.on('close', () => this.#finish(exchange));
    if (this.#closing) response.shouldKeepAlive = false;
    try {
      await this.#answer(exchange);
    } catch (thrown) {
      this.#fail(exchange, thrown);
    }
  }

  async #answer(exchange: Exchange): Promise<void> {
    const endpoint = findEndpoint(exchange.path);
    exchange.protocol = protocols[endpoint.protocol];
    exchange.record.protocol = endpoint.protocol;
    exchange.record.endpoint = endpoint.name;
    const { method = '' } = exchange.request;
    const methods = endpoint.name === 'none' ? [...READ, 'POST'] : endpoint.methods;
    if (method === 'OPTIONS') {
      answerPreflight(exchange.request, exchange.response, methods);
      return;
    }
    const credentials = findCredentials(
      exchange.request.headers,
      exchange.query,
      endpoint.protocol,
    );
    const key = this.#findKey(credentials);
    if (key) exchange.record.key = key.id;
    const isCounted =
      endpoint.name !== 'none' && methods.includes(method) && !PUBLIC.has(endpoint.name);
    if (key) {
      const count = isCounted ? 'take' : 'peek';
      exchange.limit = await this.#limits[count](key.id, key.rpm);
    }
    if (endpoint.name === 'none') throw noEndpoint(method, exchange.path, endpoint.hint);
    if (!methods.includes(method)) {
      exchange.sendError(wrongMethod(method, methods), ['allow', `${methods.join(', ')}, OPTIONS`]);
      return;
    }
    if (isCounted) {
      if (!key) throw unauthenticated(exchange, credentials.length > 0);
      if (exchange.limit && !exchange.limit.allowed) throw limitExceeded(exchange.limit);
    }
    await HANDLERS[endpoint.name](exchange, endpoint, this.#context);
  }

  #findKey(credentials: readonly string[]): KeyRecord | undefined {
    for (const credential of credentials) {
      const key = this.#keys.find(credential);
      if (key) return key;
    }
    return undefined;
  }

  #fail(exchange: Exchange, thrown: unknown): void {
    const error = exchange.errorOf(thrown);
    const { response } = exchange;
    if (response.destroyed) return;
    if (response.headersSent) {
      response.destroy();
      return;
    }
    try {
      exchange.sendError(error);
    } catch (fault) {
      this.#logger.error({ id: exchange.id, err: fault }, 'error could not be told');
      response.destroy();
    }
  }

  #finish(exchange: Exchange): void {
    this.#active.delete(exchange);
    const { response, record } = exchange;
    record.durationMs = Math.round(exchange.elapsed() * 10) / 10;
    if (response.headersSent) record.status = response.statusCode;
    if (!response.writableFinished && record.error === undefined) {
      record.aborted = true;
      exchange.abort(new OfoxError('aborted', 'The caller left.'));
    }
    this.#logger.info(record, 'request');
    if (this.#closing) this.#server.closeIdleConnections();
  }
}

function noEndpoint(method: string, path: string, hint: string): OfoxError {
  const shown = path.length > 200 ? `${path.slice(0, 200)}…` : path;
  const message = `There is no ${method} ${shown}. ${hint}`.trim();
  return new OfoxError('not_found', message, { status: 404, code: 'unknown_url' });
}

function wrongMethod(method: string, methods: readonly string[]): OfoxError {
  const message = `${method} is not possible here, only ${methods.join(', ')}.`;
  return new OfoxError('invalid_request', message, { status: 405, code: 'method_not_allowed' });
}

function unauthenticated(exchange: Exchange, hasKey: boolean): OfoxError {
  if (hasKey) {
    const message = 'The provided API Key is invalid. Please check and try again.';
    return new OfoxError('authentication', message, { status: 401, code: 'invalid_api_key' });
  }
  const header = KEY_HEADER[exchange.protocol.name];
  const message = `An API Key is needed, in the header ${header}.`;
  return new OfoxError('authentication', message, { status: 401, code: 'missing_api_key' });
}

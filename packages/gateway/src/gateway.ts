import type { IncomingMessage, ServerResponse } from 'node:http';
import { OfoxError, protocols } from '@ofoxai/core';
import { type Clock, systemClock } from './clock.ts';
import { createEmbeddedProvider } from './embedded/provider.ts';
import { chat } from './endpoints/chat.ts';
import type { Context, Handler, RoutingDefaults } from './endpoints/context.ts';
import { countTokens } from './endpoints/count-tokens.ts';
import { embeddings } from './endpoints/embeddings.ts';
import { health } from './endpoints/health.ts';
import { images } from './endpoints/images.ts';
import { metrics } from './endpoints/metrics.ts';
import { model, modelList } from './endpoints/models.ts';
import { readiness } from './endpoints/readiness.ts';
import { answerPreflight } from './http/cors.ts';
import { findCredentials, KEY_HEADER } from './http/credentials.ts';
import { type Endpoint, type EndpointName, READ } from './http/endpoint.ts';
import { Exchange } from './http/exchange.ts';
import { findEndpoint } from './http/find-endpoint.ts';
import { listen, makeServer } from './http/server.ts';
import type { KeyOptions } from './keys/key-options.ts';
import type { KeyRecord } from './keys/key-record.ts';
import { KeyStore, keyRefused } from './keys/key-store.ts';
import { MemorySpendLedger } from './keys/spend/memory-spend-ledger.ts';
import { settleSpend } from './keys/spend/settle-spend.ts';
import type { SpendLedger } from './keys/spend/spend-ledger.ts';
import { limitExceeded, tooManyAtATime } from './limits/headers.ts';
import type { LimitStore } from './limits/limit-store.ts';
import { MemoryLimitStore } from './limits/memory-limit-store.ts';
import type { SlotStore } from './limits/slot-store.ts';
import { LinkedSet } from './linked-set.ts';
import { type Logger, silentLogger } from './log.ts';
import { GatewayMetrics } from './metrics/gateway-metrics.ts';
import type { Page } from './page/page.ts';
import type { Provider } from './provider.ts';
import type { Tracer } from './tracing/trace.ts';
import { loneProvider, NodeFactory } from './upstream/build-upstreams.ts';
import type { NodeConfig } from './upstream/node-config.ts';
import type { Upstreams } from './upstream/upstreams.ts';

const DEFAULT_RPM = 200;
const DEFAULT_CONCURRENT = 1000;
const DEFAULT_MAX_BODY_BYTES = 64 * 1024 * 1024;
const DEFAULT_GRACE_MS = 30_000;
/** For answers that are broken off at the end of that time to say so. */
const LAST_WORDS_MS = 250;
const RETRY_AFTER_MS = 1000;

export interface GatewayOptions {
  /** Who may call. */
  keys: readonly (string | KeyOptions)[] | KeyStore;
  /** Requests in any sixty seconds for each key that has no limit of its own; 200 when absent. */
  rpm?: number;
  /** Requests of one key that may be under way at a time; 1000 when absent. */
  maxConcurrent?: number;
  /** The most bytes of a request's body; 64 MiB when absent. */
  maxBodyBytes?: number;
  /** Who answers when there are no nodes; the embedded provider when absent. */
  provider?: Provider;
  /** The upstream nodes, checked. */
  nodes?: readonly NodeConfig[];
  /** Routing and fallback of requests that name none, where their key names none either. */
  defaults?: Partial<RoutingDefaults>;
  /** Gives numbers in [0, 1); the platform's when absent. */
  random?: () => number;
  /** Where requests are counted; this process's memory when absent. */
  limits?: LimitStore;
  /** Where requests under way are counted, where several processes do so together. */
  slots?: SlotStore;
  /** Where is counted what keys spend; this process's memory when absent. */
  ledger?: SpendLedger;
  /** A page for people, served at `/demo/`; none when absent. */
  page?: Page;
  /** Whether Redis answers; absent where there is none. */
  redisIsUp?: (() => boolean) | undefined;
  /** Whether requests are refused while Redis does not answer. */
  needsRedis?: boolean;
  /** Gets one line for each request; nobody when absent. */
  logger?: Logger;
  /** What `/metrics` tells; counted for this gateway alone when absent. */
  metrics?: GatewayMetrics;
  /** Asks for the metrics of all processes that serve together; this gateway's own when absent. */
  collectMetrics?: () => Promise<string>;
  /** Why requests should not come yet, though the gateway listens; `undefined` when they should. */
  whyNotReady?: () => string | undefined;
  /** Is told of each request; nobody when absent. */
  tracer?: Tracer | undefined;
  /** Who may read `/metrics`; when absent, callers on the same machine. */
  metricsToken?: string | undefined;
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
   * Puts other nodes in the place of those there are, at once: the next request meets them, and
   * requests under way keep theirs. Nodes whose configuration is the same stay as they are.
   */
  configure(changes: Changes): void;
  /** This gateway's own metrics, in Prometheus' text format. */
  metricsText(): Promise<string>;
  /**
   * Is not ready any more, for `delayMs` (none when absent) still serves, so that whoever balances
   * load can notice; then takes no more connections, lets the answers under way come to their end,
   * and after `graceMs` (thirty seconds when absent) breaks those that have not. Requests that come
   * meanwhile on connections that are open already are served like any other, and are the last on
   * theirs; when answers are being broken off, they are refused with 503.
   */
  close(options?: CloseOptions): Promise<void>;
}

export interface CloseOptions {
  graceMs?: number;
  delayMs?: number;
}

/** What can be changed while a gateway serves. */
export interface Changes {
  nodes?: readonly NodeConfig[];
  defaults?: Partial<RoutingDefaults>;
}

const DEFAULTS: RoutingDefaults = { routing: 'priority', fallback: [], auto: [] };

const HANDLERS: Record<EndpointName, Handler> = {
  chat,
  embeddings,
  images,
  'count-tokens': countTokens,
  'model-list': modelList,
  model,
  health,
  metrics,
  readiness,
};

const PUBLIC: ReadonlySet<EndpointName> = new Set<EndpointName>([
  ...(['model-list', 'model', 'health', 'metrics', 'readiness'] as const),
]);

/** What machines ask for every few seconds is not worth a line in the log, nor a count. */
const ROUTINE: ReadonlySet<string> = new Set<EndpointName>(['health', 'metrics', 'readiness']);

/** Makes a gateway that serves the whole API on the three protocols. It does not listen yet. */
export function createGateway(options: GatewayOptions): Gateway {
  return new HttpGateway(options);
}

class HttpGateway implements Gateway {
  readonly #keys: KeyStore;
  readonly #maxConcurrent: number;
  readonly #limits: LimitStore;
  readonly #logger: Logger;
  readonly #metrics: GatewayMetrics;
  readonly #tracer: Tracer | undefined;
  readonly #page: Page | undefined;
  readonly #slots: SlotStore | undefined;
  readonly #redisIsUp: (() => boolean) | undefined;
  #context: Context;
  readonly #factory = new NodeFactory();
  readonly #provider: Provider;
  readonly #server = makeServer((request, response) => void this.#serve(request, response));
  readonly #active = new LinkedSet<Exchange>();
  #closing: 'no' | 'announced' | 'draining' | 'breaking' = 'no';

  constructor(options: GatewayOptions) {
    const clock = options.clock ?? systemClock;
    this.#keys = keyStoreOf(options, clock);
    this.#maxConcurrent = options.maxConcurrent ?? DEFAULT_CONCURRENT;
    this.#limits = options.limits ?? new MemoryLimitStore(clock);
    this.#logger = options.logger ?? silentLogger;
    this.#metrics = options.metrics ?? new GatewayMetrics();
    this.#tracer = options.tracer;
    this.#page = options.page;
    this.#slots = options.slots;
    this.#redisIsUp = options.redisIsUp;
    this.#provider = options.provider ?? createEmbeddedProvider();
    this.#context = {
      upstreams: this.#upstreamsOf(options.nodes),
      clock,
      random: options.random ?? Math.random,
      defaults: { ...DEFAULTS, ...options.defaults },
      maxBodyBytes: options.maxBodyBytes ?? DEFAULT_MAX_BODY_BYTES,
      ledger: options.ledger ?? new MemorySpendLedger(Date.now),
      metrics: {
        token: options.metricsToken,
        text: options.collectMetrics ?? (() => this.metricsText()),
      },
      readiness: () => this.#whyNotReady(options),
    };
  }

  configure({ nodes, defaults }: Changes): void {
    const before = this.#context.upstreams;
    const upstreams = this.#upstreamsOf(nodes);
    this.#context = { ...this.#context, upstreams, defaults: { ...DEFAULTS, ...defaults } };
    before.retire(upstreams);
  }

  /** Without nodes, one provider answers everything. */
  #upstreamsOf(nodes: readonly NodeConfig[] | undefined): Upstreams {
    if (nodes && nodes.length > 0) return this.#factory.build(nodes);
    return loneProvider(this.#provider);
  }

  listen({ host = '127.0.0.1', port = 0 }: { host?: string; port?: number } = {}) {
    return listen(this.#server, host, port);
  }

  async close({ graceMs = DEFAULT_GRACE_MS, delayMs = 0 }: CloseOptions = {}): Promise<void> {
    this.#closing = 'announced';
    const { clock } = this.#context;
    if (delayMs > 0) await delay(clock, delayMs);
    this.#closing = 'draining';
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    let stopWaiting = clock.every(Math.max(1, graceMs), () => {
      this.#closing = 'breaking';
      for (const exchange of this.#active) exchange.abort(shuttingDown());
      stopWaiting();
      stopWaiting = clock.every(LAST_WORDS_MS, () => {
        this.#server.closeAllConnections();
      });
    });
    await closed;
    stopWaiting();
    this.#context.upstreams.retire(undefined);
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (this.#closing !== 'no') response.shouldKeepAlive = false;
    if (this.#page?.serve(request, response)) return;
    const exchange = new Exchange(request, response, this.#context.clock, this.#logger);
    exchange.trace = this.#tracer?.begin(request.headers);
    const context = this.#context;
    context.upstreams.acquire();
    this.#active.add(exchange);
    response.on('close', () => this.#finish(exchange, context));
    try {
      await this.#answer(exchange, context);
    } catch (thrown) {
      this.#fail(exchange, thrown);
    }
  }

  async #answer(exchange: Exchange, context: Context): Promise<void> {
    const endpoint = findEndpoint(exchange.path);
    exchange.protocol = protocols[endpoint.protocol];
    exchange.record.protocol = endpoint.protocol;
    exchange.record.endpoint = endpoint.name;
    if (this.#closing === 'breaking') throw shuttingDown();
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
    const isCounted =
      endpoint.name !== 'none' && methods.includes(method) && !PUBLIC.has(endpoint.name);
    if (key) {
      exchange.key = key;
      exchange.record.key = key.name;
      let isOneTooMany = isCounted && this.#keys.heldBy(key) >= this.#maxConcurrent;
      if (isCounted) exchange.letGo = this.#keys.hold(key, (reason) => exchange.abort(reason));
      if (isCounted && this.#slots && !isOneTooMany) {
        isOneTooMany = !(await this.#takeSlot(exchange, key, this.#slots));
      }
      const count = isCounted && !isOneTooMany ? 'take' : 'peek';
      exchange.limit = await this.#limits[count](key.id, key.rpm);
      const { reason } = exchange.cancellation;
      if (reason) throw reason;
      if (isOneTooMany) throw tooManyAtATime(this.#maxConcurrent);
    }
    if (endpoint.name === 'none') throw noEndpoint(method, exchange.path, endpoint.hint);
    if (!methods.includes(method)) {
      exchange.sendError(wrongMethod(method, endpoint), [
        'allow',
        `${methods.join(', ')}, OPTIONS`,
      ]);
      return;
    }
    if (isCounted) {
      if (!key) throw this.#unauthenticated(exchange, credentials[0]);
      if (exchange.limit && !exchange.limit.allowed) throw limitExceeded(exchange.limit);
    }
    await HANDLERS[endpoint.name](exchange, endpoint, context);
  }

  /** The slot is given back together with the hold on the key. */
  async #takeSlot(exchange: Exchange, key: KeyRecord, slots: SlotStore): Promise<boolean> {
    if (!(await slots.take(key.id, this.#maxConcurrent))) return false;
    const { letGo } = exchange;
    exchange.letGo = () => {
      letGo?.();
      slots.free(key.id);
    };
    // The exchange may be over already, and nobody would let go any more.
    if (exchange.response.destroyed) slots.free(key.id);
    return true;
  }

  metricsText(): Promise<string> {
    const { upstreams, clock } = this.#context;
    return this.#metrics.text({
      upstreams,
      now: clock.now(),
      inFlight: this.#active.size,
      redisIsUp: this.#redisIsUp?.(),
    });
  }

  #whyNotReady({ redisIsUp, needsRedis, whyNotReady }: GatewayOptions): string | undefined {
    if (this.#closing !== 'no') return 'stopping';
    if (needsRedis && redisIsUp?.() === false) return 'waiting for Redis';
    return whyNotReady?.();
  }

  #findKey(credentials: readonly string[]): KeyRecord | undefined {
    for (const credential of credentials) {
      const key = this.#keys.find(credential);
      if (key) return key;
    }
    return undefined;
  }

  #unauthenticated(exchange: Exchange, credential: string | undefined): OfoxError {
    if (credential !== undefined) return keyRefused(this.#keys.whyNot(credential));
    const header = KEY_HEADER[exchange.protocol.name];
    const message = `An API Key is needed, in the header ${header}.`;
    return new OfoxError('authentication', message, { status: 401, code: 'missing_api_key' });
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

  #finish(exchange: Exchange, { upstreams }: Context): void {
    this.#active.delete(exchange);
    upstreams.release();
    const { response, record } = exchange;
    record.durationMs = Math.round(exchange.elapsed() * 10) / 10;
    if (response.headersSent) record.status = response.statusCode;
    if (!response.writableFinished && record.error === undefined) {
      record.aborted = true;
      exchange.abort(new OfoxError('aborted', 'The caller left.'));
    }
    exchange.letGo?.();
    settleSpend(exchange);
    if (!ROUTINE.has(record.endpoint ?? '') || record.error !== undefined) {
      this.#metrics.count(exchange, upstreams);
      exchange.trace?.end(record);
      this.#logger.info(record, 'request');
    }
    if (this.#closing === 'draining' || this.#closing === 'breaking') {
      this.#server.closeIdleConnections();
    }
  }
}

function delay(clock: Clock, ms: number): Promise<void> {
  return new Promise((resolve) => {
    const stop = clock.every(ms, () => {
      stop();
      resolve();
    });
  });
}

function shuttingDown(): OfoxError {
  return new OfoxError('unavailable', 'The gateway is shutting down.', {
    status: 503,
    code: 'shutting_down',
    retryAfterMs: RETRY_AFTER_MS,
  });
}

function noEndpoint(method: string, path: string, hint: string): OfoxError {
  const shown = path.length > 200 ? `${path.slice(0, 200)}…` : path;
  const message = `There is no ${method} ${shown}. ${hint}`.trim();
  return new OfoxError('not_found', message, { status: 404, code: 'unknown_url' });
}

function wrongMethod(method: string, { methods, hint = '' }: Endpoint): OfoxError {
  const message = `${method} is not possible here, only ${methods.join(', ')}. ${hint}`.trim();
  return new OfoxError('invalid_request', message, { status: 405, code: 'method_not_allowed' });
}

function keyStoreOf({ keys, rpm, logger }: GatewayOptions, clock: Clock): KeyStore {
  if (keys instanceof KeyStore) return keys;
  const configured = keys.map((key) => (typeof key === 'string' ? { key } : key));
  return KeyStore.of({
    configured,
    rpm: rpm ?? DEFAULT_RPM,
    clock,
    now: Date.now,
    ...(logger && { logger }),
  });
}

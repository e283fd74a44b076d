import type { IncomingMessage, ServerResponse } from 'node:http';
import { OfoxError, protocols } from '@ofoxai/core';
import { Admission } from './admission.ts';
import { type Clock, systemClock } from './clock.ts';
import { createEmbeddedProvider } from './embedded/provider.ts';
import type { Context, RoutingDefaults } from './endpoints/context.ts';
import { HANDLERS, PUBLIC, ROUTINE } from './endpoints/handlers.ts';
import type { Changes, CloseOptions, Gateway, GatewayOptions } from './gateway-options.ts';
import { answerPreflight } from './http/cors.ts';
import { type Endpoint, READ } from './http/endpoint.ts';
import { Exchange } from './http/exchange.ts';
import { findEndpoint } from './http/find-endpoint.ts';
import { listen, makeServer } from './http/server.ts';
import { KeyStore } from './keys/key-store.ts';
import { MemorySpendLedger } from './keys/spend/memory-spend-ledger.ts';
import { settleSpend } from './keys/spend/settle-spend.ts';
import { MemoryLimitStore } from './limits/memory-limit-store.ts';
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

const DEFAULTS: RoutingDefaults = { routing: 'priority', fallback: [], auto: [] };

/** Makes a gateway that serves the whole API on the three protocols. It does not listen yet. */
export function createGateway(options: GatewayOptions): Gateway {
  return new HttpGateway(options);
}

class HttpGateway implements Gateway {
  readonly #admission: Admission;
  readonly #logger: Logger;
  readonly #metrics: GatewayMetrics;
  readonly #tracer: Tracer | undefined;
  readonly #page: Page | undefined;
  readonly #redisIsUp: (() => boolean) | undefined;
  #context: Context;
  readonly #factory = new NodeFactory();
  readonly #provider: Provider;
  readonly #server = makeServer((request, response) => this.#serve(request, response));
  readonly #active = new LinkedSet<Exchange>();
  #closing: 'no' | 'announced' | 'draining' | 'breaking' = 'no';

  constructor(options: GatewayOptions) {
    const clock = options.clock ?? systemClock;
    this.#admission = new Admission({
      keys: keyStoreOf(options, clock),
      limits: options.limits ?? new MemoryLimitStore(clock),
      slots: options.slots,
      maxConcurrent: options.maxConcurrent ?? DEFAULT_CONCURRENT,
    });
    this.#logger = options.logger ?? silentLogger;
    this.#metrics = options.metrics ?? new GatewayMetrics();
    this.#tracer = options.tracer;
    this.#page = options.page;
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

  #serve(request: IncomingMessage, response: ServerResponse): void {
    if (this.#closing !== 'no') response.shouldKeepAlive = false;
    if (this.#page?.serve(request, response)) return;
    const exchange = new Exchange(request, response, this.#context.clock, this.#logger);
    exchange.trace = this.#tracer?.begin(request.headers);
    const context = this.#context;
    context.upstreams.acquire();
    this.#active.add(exchange);
    response.on('close', () => this.#finish(exchange, context));
    void this.#answer(exchange, context);
  }

  async #answer(exchange: Exchange, context: Context): Promise<void> {
    try {
      await this.#handle(exchange, context);
    } catch (thrown) {
      this.#fail(exchange, thrown);
    }
  }

  /** What can be done at once is: each promise in between would cost as much as a short step. */
  #handle(exchange: Exchange, context: Context): Promise<void> | void {
    const endpoint = findEndpoint(exchange.path);
    exchange.protocol = protocols[endpoint.protocol];
    exchange.record.protocol = endpoint.protocol;
    exchange.record.endpoint = endpoint.name;
    if (this.#closing === 'breaking') throw shuttingDown();
    const { method = '' } = exchange.request;
    const methods = endpoint.name === 'none' ? [...READ, 'POST'] : endpoint.methods;
    if (method === 'OPTIONS') {
      answerPreflight(exchange.request, exchange.response, methods);
      return undefined;
    }
    const isCounted =
      endpoint.name !== 'none' && methods.includes(method) && !PUBLIC.has(endpoint.name);
    const identified = this.#admission.identify(exchange, isCounted);
    const proceed = (caller: string | undefined) => {
      if (endpoint.name === 'none') throw noEndpoint(method, exchange.path, endpoint.hint);
      if (!methods.includes(method)) {
        const allowed = `${methods.join(', ')}, OPTIONS`;
        exchange.sendError(wrongMethod(method, endpoint), ['allow', allowed]);
        return undefined;
      }
      if (isCounted) this.#admission.admit(exchange, caller);
      return HANDLERS[endpoint.name](exchange, endpoint, context);
    };
    return identified instanceof Promise ? identified.then(proceed) : proceed(identified);
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
    record.durationMs = exchange.elapsed();
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

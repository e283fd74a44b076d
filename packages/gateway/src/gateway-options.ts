import type { Clock } from './clock.ts';
import type { RoutingDefaults } from './endpoints/context.ts';
import type { KeyOptions } from './keys/key-options.ts';
import type { KeyStore } from './keys/key-store.ts';
import type { SpendLedger } from './keys/spend/spend-ledger.ts';
import type { LimitStore } from './limits/limit-store.ts';
import type { SlotStore } from './limits/slot-store.ts';
import type { Logger } from './log.ts';
import type { GatewayMetrics } from './metrics/gateway-metrics.ts';
import type { Page } from './page/page.ts';
import type { Provider } from './provider.ts';
import type { Tracer } from './tracing/trace.ts';
import type { NodeConfig } from './upstream/node-config.ts';

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

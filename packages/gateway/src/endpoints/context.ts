import type { Routing } from '@ofoxai/core';
import type { Clock } from '../clock.ts';
import type { Endpoint } from '../http/endpoint.ts';
import type { Exchange } from '../http/exchange.ts';
import type { SpendLedger } from '../keys/spend/spend-ledger.ts';
import type { AttemptContext } from '../upstream/attempts.ts';

/** How nodes and models are chosen for requests that say nothing of it. */
export interface RoutingDefaults {
  readonly routing: Routing;
  readonly fallback: readonly string[];
  /** The models that `auto` chooses among; all when empty. */
  readonly auto: readonly string[];
}

/** What every endpoint works with. */
export interface Context extends AttemptContext {
  readonly clock: Clock;
  readonly defaults: RoutingDefaults;
  /** The most bytes of a request's body. */
  readonly maxBodyBytes: number;
  /** Keeps keys within what they may spend. */
  readonly ledger: SpendLedger;
  /** What Prometheus collects, and the token that is needed for it, if any. */
  readonly metrics: { readonly token: string | undefined; text(): Promise<string> };
  /** Why the gateway should get no requests now; `undefined` when it should. */
  readonly readiness: () => string | undefined;
}

/** Answers one request. What it throws is told to the caller. */
export type Handler = (
  exchange: Exchange,
  endpoint: Endpoint,
  context: Context,
) => Promise<void> | void;

import type { Routing } from '@ofoxai/core';
import type { Circuit } from './circuit.ts';
import type { Latency } from './latency.ts';

/** One model on one node: what routing chooses among, and how it has behaved of late. */
export interface Route {
  /** The node's name in the configuration. */
  readonly node: string;
  /** Lower is asked first. */
  readonly priority: number;
  /** Share of the traffic under `balanced`. */
  readonly weight: number;
  /** USD per token; absent when unknown. */
  readonly price?: { readonly input: number; readonly output: number };
  /** Time to first output. */
  latency?: Latency;
  circuit: Circuit;
  inFlight: number;
}

/** What of a request matters to routing. */
export interface Shape {
  routing: Routing;
  /** Tokens that will be read and written, estimated. */
  inputTokens: number;
  outputTokens: number;
}

/** What a request of this shape costs on this route, in USD; infinite when the price is unknown. */
export function routeCost(route: Route, shape: Shape): number {
  if (!route.price) return Number.POSITIVE_INFINITY;
  return route.price.input * shape.inputTokens + route.price.output * shape.outputTokens;
}

import { HEALTHY } from '../../src/routing/circuit.ts';
import type { Route } from '../../src/routing/route.ts';

/** A healthy route with what a test wants to be different. */
export function route(node: string, fields: Partial<Route> = {}): Route {
  return { node, priority: 0, weight: 1, circuit: HEALTHY, inFlight: 0, ...fields };
}

/** A seeded source of numbers in [0, 1): xorshift32. */
export function seededRandom(seed: number): () => number {
  let state = seed || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

/** The length of the window in which requests are counted. */
export const WINDOW_MS = 60_000;

/** What a key may still do, after the request that asked. */
export interface LimitState {
  /** Whether the request may pass; a refused one has taken nothing. */
  allowed: boolean;
  /** Requests in any sixty seconds. */
  limit: number;
  remaining: number;
  /** Milliseconds until one more request is free; 0 when none is used. */
  resetMs: number;
}

/**
 * Counts requests by key. One process keeps them in memory; many share a store. A shared store that
 * does not answer and is not to be done without throws an OfoxError 503.
 */
export interface LimitStore {
  /** Takes one request out of the key's allowance, if there is one left. */
  take(key: string, limit: number): LimitState | Promise<LimitState>;
  /** The same without taking; `allowed` tells whether a request would pass now. */
  peek(key: string, limit: number): LimitState | Promise<LimitState>;
}

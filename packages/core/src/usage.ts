import type { Extra } from './protocol-name.ts';

/** Tokens of one call. The counts are disjoint: their sum is all that was processed. */
export interface Usage {
  /** Read afresh: neither from the cache nor written to it. */
  input: number;
  /** Read from the cache. */
  cacheRead: number;
  /** Written to the cache for five minutes, or for a time that the provider does not tell. */
  cacheWrite: number;
  /** Written to the cache for an hour. */
  cacheWrite1h: number;
  /** Answered, without reasoning. */
  output: number;
  /** Thought, where the provider tells it apart; otherwise it is within `output`. */
  reasoning: number;
  /** USD as a decimal string, when prices are known. */
  cost?: string;
  /** Finer counts in the wire's own words. */
  extra?: Extra;
}

export const NO_USAGE: Readonly<Usage> = Object.freeze({
  input: 0,
  cacheRead: 0,
  cacheWrite: 0,
  cacheWrite1h: 0,
  output: 0,
  reasoning: 0,
});

/** A usage of nothing, to be filled. (Copies of a frozen object are slow.) */
export function noUsage(): Usage {
  return { input: 0, cacheRead: 0, cacheWrite: 0, cacheWrite1h: 0, output: 0, reasoning: 0 };
}

/** All tokens that were read: fresh, from the cache and into it. */
export function inputTokens(usage: Usage): number {
  return usage.input + usage.cacheRead + usage.cacheWrite + usage.cacheWrite1h;
}

/** All tokens that were written, thoughts included. */
export function outputTokens(usage: Usage): number {
  return usage.output + usage.reasoning;
}

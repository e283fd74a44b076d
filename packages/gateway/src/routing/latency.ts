/** A measure of time to first output that forgets: recent calls count more than old ones. */
export interface Latency {
  /** Milliseconds. */
  readonly value: number;
  readonly at: number;
}

const TIME_CONSTANT_MS = 10_000;

/**
 * The measure with one more call in it. The longer ago the last one, the more the new one counts;
 * a slower call counts at least by half, so that a node that begins to stall is left quickly.
 */
export function withSample(latency: Latency | undefined, sampleMs: number, now: number): Latency {
  if (!latency) return { value: sampleMs, at: now };
  const kept = Math.exp(-Math.max(now - latency.at, 100) / TIME_CONSTANT_MS);
  const mean = latency.value * kept + sampleMs * (1 - kept);
  return { value: sampleMs > latency.value ? (mean + sampleMs) / 2 : mean, at: now };
}

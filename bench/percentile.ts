/** The value below which this share of them lies. @param sorted from the least to the greatest. */
export function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

export function median(values: readonly number[]): number {
  return percentile([...values].sort(rising), 0.5);
}

export function rising(left: number, right: number): number {
  return left - right;
}

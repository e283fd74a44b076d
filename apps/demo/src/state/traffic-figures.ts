import type { Sample } from '../text/prometheus.ts';

/** Stands for requests whichever key they came with. */
export const ALL_KEYS = 'all';

/** Requests that are over: those without a key as the empty text, all others by the id of theirs. */
export function requestsOf(samples: readonly Sample[]): Map<string, number> {
  const counts = new Map([[ALL_KEYS, 0]]);
  for (const { name, labels, value } of samples) {
    if (name !== 'ofox_requests_total') continue;
    const key = labels.key ?? '';
    for (const of of [ALL_KEYS, key]) counts.set(of, (counts.get(of) ?? 0) + value);
  }
  return counts;
}

/** Requests that ended in an error which is not the caller's having gone away. */
export function failuresIn(samples: readonly Sample[]): number {
  let sum = 0;
  for (const { name, labels, value } of samples) {
    const { error } = labels;
    if (name === 'ofox_requests_total' && error && error !== 'aborted') sum += value;
  }
  return sum;
}

import { sleep } from 'n8n-workflow';

export interface Batching {
  /** How many run at the same time. */
  size: number;
  /** Milliseconds between the end of a batch and the beginning of the next. */
  interval: number;
}

/**
 * Runs jobs in batches, which is what keeps a long list below a limit of requests.
 * Results are in the jobs' order. After a failure no further batch begins,
 * and after an abort none waits.
 * @throws the failure of the first job, in order, that failed.
 */
export async function runInBatches<T>(
  jobs: (() => Promise<T>)[],
  { size, interval }: Batching,
  signal?: AbortSignal,
): Promise<T[]> {
  const results: T[] = [];
  const width = Math.max(1, Math.floor(size));
  for (let from = 0; from < jobs.length; from += width) {
    if (from > 0 && interval > 0 && !signal?.aborted) await sleep(interval);
    const batch = jobs.slice(from, from + width).map((job) => job());
    for (const outcome of await Promise.allSettled(batch)) {
      if (outcome.status === 'rejected') throw outcome.reason;
      results.push(outcome.value);
    }
  }
  return results;
}

import { median } from '../percentile.ts';

/** One run of something to be measured. */
export type Work = () => void;

const SLICE_MS = 25;
const ROUNDS = 11;

/**
 * CPU milliseconds of one run of each work, garbage collection included. The works take turns in
 * short slices, so that a machine that slows down slows all of them; the figure is the median.
 */
export function cpuMs(works: readonly Work[]): number[] {
  const counts = works.map((work) => runsIn(work, SLICE_MS));
  const samples: number[][] = works.map(() => []);
  for (let round = 0; round < ROUNDS; round++) {
    works.forEach((work, at) => {
      samples[at]?.push(slice(work, counts[at] ?? 1));
    });
  }
  return samples.map(median);
}

/** How often the work runs in so much time, once it is warm. */
function runsIn(work: Work, ms: number): number {
  let count = 1;
  for (;;) {
    const each = slice(work, count);
    if (each * count >= ms) return Math.max(1, Math.round(ms / each));
    count *= 2;
  }
}

function slice(run: Work, count: number): number {
  const before = process.cpuUsage();
  for (let at = 0; at < count; at++) run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000 / count;
}

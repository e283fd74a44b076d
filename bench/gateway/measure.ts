import { median } from '../percentile.ts';
import type { Row } from '../report.ts';
import { type Load, LoadGenerator, type Question } from './load.ts';
import type { ServerProcess } from './server-process.ts';

/** A server, and what it is asked; several questions take turns. */
export interface Target {
  server: ServerProcess;
  ask: readonly Question[];
  generator: LoadGenerator;
}

/** One slice of one target. */
export interface Slice {
  /** Seconds of CPU. */
  cpu: number;
  load: Load;
}

/** What a slice of ours cost, and what the reference's beside it cost. */
export type Pair = readonly [ours: number, reference: number];

const MOST_WARM_UPS = 30;
/** So many slices in a row that were no cheaper than the cheapest before show that all is compiled. */
const STEADY_SLICES = 3;
const STEADY = 0.99;

const generators = new Map<ServerProcess, LoadGenerator>();

export function target(server: ServerProcess, ...ask: readonly Question[]): Target {
  let generator = generators.get(server);
  if (!generator) {
    generator = new LoadGenerator(server.url);
    generators.set(server, generator);
  }
  return { server, ask, generator };
}

export async function slice(
  { server, ask, generator }: Target,
  count: number,
  atATime: number,
): Promise<Slice> {
  const before = server.cpu;
  const load = await generator.run(ask, count, atATime);
  return { cpu: server.cpu - before, load };
}

/** Runs both by turns, after a warm-up that nobody counts. */
export async function compare(
  [ours, reference]: readonly [Target, Target],
  count: number,
  atATime: number,
  rounds: number,
): Promise<[Slice, Slice][]> {
  const pairs: [Slice, Slice][] = [];
  for (let round = -1; round < rounds; round += 1) {
    const first = await slice(ours, count, atATime);
    const second = await slice(reference, count, atATime);
    if (round >= 0) pairs.push([first, second]);
  }
  return pairs;
}

/** Asks until it gets no cheaper: all code is compiled, and what starting left behind is collected. */
export async function warmUp(warmed: Target, count: number, atATime: number): Promise<void> {
  let cheapest = Number.POSITIVE_INFINITY;
  let steady = 0;
  for (let round = 0; round < MOST_WARM_UPS && steady < STEADY_SLICES; round += 1) {
    const { cpu } = await slice(warmed, count, atATime);
    steady = cpu >= cheapest * STEADY ? steady + 1 : 0;
    cheapest = Math.min(cheapest, cpu);
  }
}

export function perRequest(pairs: readonly [Slice, Slice][]): Pair[] {
  const millis = ({ cpu, load }: Slice) => (cpu * 1000) / load.whole.length;
  return pairs.map(([a, b]) => [millis(a), millis(b)]);
}

export function micros({ cpu }: Slice, chunks: number): number {
  return (cpu * 1e6) / chunks;
}

/** The medians of both, and the median of their ratios. */
export function row(metric: string, pairs: readonly Pair[], goal?: number | undefined): Row {
  const ratio = median(pairs.map(([a, b]) => a / b));
  return {
    metric,
    ours: median(pairs.map(([a]) => a)),
    reference: median(pairs.map(([, b]) => b)),
    ratio,
    goal: goal ?? null,
    met: goal === undefined ? null : ratio <= goal,
  };
}

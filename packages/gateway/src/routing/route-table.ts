import { type Route, routeCost } from './route.ts';

const SHAPES = 16;

/**
 * The routes of one model in the orders in which strategies walk them, sorted once: choosing among
 * ten thousand costs what choosing among three does.
 */
export class RouteTable<R extends Route = Route> {
  readonly routes: readonly R[];
  readonly byPriority: readonly R[];
  readonly #byCost: (readonly R[])[] = [];
  readonly #cumulativeWeights: number[] = [];

  constructor(routes: readonly R[]) {
    this.routes = routes;
    this.byPriority = [...routes].sort((a, b) => a.priority - b.priority);
    let sum = 0;
    for (const route of routes) {
      sum += route.weight;
      this.#cumulativeWeights.push(sum);
    }
  }

  /** Cheapest first for requests of about this share of output; exact only near the front. */
  byCost(inputTokens: number, outputTokens: number): readonly R[] {
    const share = outputTokens / Math.max(1, inputTokens + outputTokens);
    const bucket = Math.min(SHAPES - 1, Math.floor(share * SHAPES));
    const sorted = this.#byCost[bucket];
    if (sorted) return sorted;
    const middle = (bucket + 0.5) / SHAPES;
    const shape = { routing: 'cost', inputTokens: 1 - middle, outputTokens: middle } as const;
    const list = [...this.routes].sort(
      (a, b) => difference(routeCost(a, shape), routeCost(b, shape)) || a.priority - b.priority,
    );
    this.#byCost[bucket] = list;
    return list;
  }

  /** A route drawn by weight. @param random in [0, 1). */
  draw(random: number): R | undefined {
    const sums = this.#cumulativeWeights;
    const target = random * (sums.at(-1) ?? 0);
    let low = 0;
    let high = sums.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((sums[middle] as number) > target) high = middle;
      else low = middle + 1;
    }
    return this.routes[low];
  }
}

/** Like subtraction, but two infinities are equal. */
function difference(a: number, b: number): number {
  return a === b ? 0 : a - b;
}

import { isAvailable } from './circuit.ts';
import { type Route, routeCost, type Shape } from './route.ts';
import type { RouteTable } from './route-table.ts';

/** How many routes are looked at closely where looking at all would cost too much. */
const CLOSE_LOOKS = 8;
/** How often `latency` asks another route than the fastest known, to find out how it is now. */
const EXPLORATION = 0.05;

/**
 * The route to try next, by the request's strategy; `undefined` when none is left that may be asked.
 *
 * - `priority`: the first in the configured order.
 * - `cost`: the cheapest for this request's shape.
 * - `latency`: the fastest to first output of late; one call in twenty goes to the one that has
 *   not been measured for longest, and so does every call while some were never measured.
 * - `balanced`: of two drawn by weight, the one with fewer requests in flight for its weight.
 *
 * Pure: what it needs to know is in the arguments. It looks at a bounded number of routes, unless
 * the first ones are closed.
 *
 * @param tried routes that this request has been to already.
 * @param random gives numbers in [0, 1).
 */
export function chooseRoute<R extends Route>(
  table: RouteTable<R>,
  shape: Shape,
  tried: ReadonlySet<R>,
  now: number,
  random: () => number,
): R | undefined {
  const open = (route: R) => !tried.has(route) && isAvailable(route.circuit, now);
  switch (shape.routing) {
    case 'priority':
      return table.byPriority.find(open);
    case 'cost':
      return cheapest(firstFew(table.byCost(shape.inputTokens, shape.outputTokens), open), shape);
    case 'latency':
      return fastest(sample(table, open, random), random);
    case 'balanced':
      return leastBusy(table, open, random);
  }
}

function firstFew<R>(routes: readonly R[], open: (route: R) => boolean): R[] {
  const found: R[] = [];
  for (const route of routes) {
    if (open(route)) found.push(route);
    if (found.length === CLOSE_LOOKS) break;
  }
  return found;
}

function cheapest<R extends Route>(routes: readonly R[], shape: Shape): R | undefined {
  return least(routes, (route) => routeCost(route, shape));
}

function fastest<R extends Route>(routes: readonly R[], random: () => number): R | undefined {
  const explore = random() < EXPLORATION;
  const stale = least(routes, (route) => route.latency?.at ?? Number.NEGATIVE_INFINITY);
  if (explore || stale?.latency === undefined) return stale;
  return least(routes, (route) => route.latency?.value ?? 0);
}

/** All open routes when they are few, else a few of them at random. */
function sample<R extends Route>(
  table: RouteTable<R>,
  open: (route: R) => boolean,
  random: () => number,
): R[] {
  const { routes } = table;
  if (routes.length <= 2 * CLOSE_LOOKS) return routes.filter(open);
  const found = new Set<R>();
  for (let looks = 0; looks < 2 * CLOSE_LOOKS && found.size < CLOSE_LOOKS; looks += 1) {
    const route = routes[Math.floor(random() * routes.length)] as R;
    if (open(route)) found.add(route);
  }
  return found.size > 0 ? [...found] : firstFew(routes, open);
}

function leastBusy<R extends Route>(
  table: RouteTable<R>,
  open: (route: R) => boolean,
  random: () => number,
): R | undefined {
  const busyness = (route: R) => (route.inFlight + 1) / route.weight;
  const drawn: R[] = [];
  for (let draws = 0; draws < CLOSE_LOOKS && drawn.length < 2; draws += 1) {
    const route = table.draw(random());
    if (route && open(route)) drawn.push(route);
  }
  return least(drawn.length > 0 ? drawn : firstFew(table.routes, open), busyness);
}

/** The first of those for which the measure is least. */
function least<R>(routes: readonly R[], measure: (route: R) => number): R | undefined {
  let best: R | undefined;
  let bestMeasure = Number.POSITIVE_INFINITY;
  for (const route of routes) {
    const value = measure(route);
    if (best === undefined || value < bestMeasure) {
      best = route;
      bestMeasure = value;
    }
  }
  return best;
}

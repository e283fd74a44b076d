import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chooseRoute } from '../../src/routing/choose.ts';
import { HEALTHY, onFailure } from '../../src/routing/circuit.ts';
import { type Route, routeCost, type Shape } from '../../src/routing/route.ts';
import { RouteTable } from '../../src/routing/route-table.ts';
import { route, seededRandom } from './routes.ts';

const shape = (routing: Shape['routing'], inputTokens = 1000, outputTokens = 200): Shape => ({
  routing,
  inputTokens,
  outputTokens,
});
const closed = (fields: Partial<Route> = {}) => ({
  ...fields,
  circuit: { ...onFailure(HEALTHY, 0, 0, 60_000) },
});
const choose = (
  routes: Route[],
  wanted: Shape,
  tried: Route[] = [],
  random: () => number = () => 0.5,
) => chooseRoute(new RouteTable(routes), wanted, new Set(tried), 1000, random)?.node;

describe('chooseRoute', () => {
  it('has nothing to offer when all are tried or closed', () => {
    const a = route('a');
    for (const routing of ['priority', 'cost', 'latency', 'balanced'] as const) {
      expect(choose([], shape(routing))).toBeUndefined();
      expect(choose([a, route('b', closed())], shape(routing), [a])).toBeUndefined();
      expect(choose([a, route('b', closed())], shape(routing))).toBe('a');
    }
  });

  it('priority: goes down the list in the configured order', () => {
    const [a, b, c] = [
      route('a', { priority: 2 }),
      route('b', { priority: 1 }),
      route('c', { priority: 1 }),
    ];
    expect(choose([a, b, c], shape('priority'))).toBe('b');
    expect(choose([a, b, c], shape('priority'), [b])).toBe('c');
    expect(choose([a, b, c], shape('priority'), [b, c])).toBe('a');
  });

  it('cost: is cheapest for the shape at hand, not by one price alone', () => {
    const reads = route('reads cheaply', { price: { input: 1, output: 20 } });
    const writes = route('writes cheaply', { price: { input: 5, output: 5 } });
    const unknown = route('unknown');
    expect(choose([unknown, reads, writes], shape('cost', 10_000, 10))).toBe('reads cheaply');
    expect(choose([unknown, reads, writes], shape('cost', 10, 10_000))).toBe('writes cheaply');
    expect(choose([unknown, reads, writes], shape('cost'), [reads, writes])).toBe('unknown');
  });

  it('cost: finds the cheapest of few, whatever the prices and the shape', () => {
    const price = fc.record({
      input: fc.integer({ min: 0, max: 50 }),
      output: fc.integer({ min: 0, max: 50 }),
    });
    const tokens = fc.integer({ min: 0, max: 100_000 });
    fc.assert(
      fc.property(
        fc.array(price, { minLength: 1, maxLength: 8 }),
        tokens,
        tokens,
        (prices, reads, writes) => {
          const routes = prices.map((each, index) => route(String(index), { price: each }));
          const wanted = shape('cost', reads, writes);
          const chosen = chooseRoute(new RouteTable(routes), wanted, new Set(), 0, () => 0);
          const least = Math.min(...routes.map((each) => routeCost(each, wanted)));
          expect(chosen && routeCost(chosen, wanted)).toBe(least);
        },
      ),
    );
  });

  it('latency: prefers the fastest, measures what was never measured, explores now and then', () => {
    const slow = route('slow', { latency: { value: 900, at: 10 } });
    const fast = route('fast', { latency: { value: 90, at: 20 } });
    expect(choose([slow, fast], shape('latency'))).toBe('fast');
    expect(choose([slow, fast], shape('latency'), [], () => 0.01)).toBe('slow');
    expect(choose([slow, fast, route('new')], shape('latency'))).toBe('new');
  });

  it('balanced: spreads by weight and by what is in flight', () => {
    const random = seededRandom(42);
    const counts: Record<string, number> = {};
    const routes = [route('heavy', { weight: 3 }), route('light', { weight: 1 })];
    const table = new RouteTable(routes);
    const running: Route[] = [];
    for (let call = 0; call < 4000; call += 1) {
      const chosen = chooseRoute(table, shape('balanced'), new Set(), 0, random) as Route;
      counts[chosen.node] = (counts[chosen.node] ?? 0) + 1;
      chosen.inFlight += 1;
      running.push(chosen);
      if (running.length > 20) (running.shift() as Route).inFlight -= 1;
    }
    expect((counts.heavy ?? 0) / (counts.light ?? 1)).toBeGreaterThan(2.5);
    expect((counts.heavy ?? 0) / (counts.light ?? 1)).toBeLessThan(3.6);
  });

  it('looks at a bounded number of routes among ten thousand', () => {
    let looks = 0;
    const routes = Array.from({ length: 10_000 }, (_, index) => {
      const each = route(String(index), {
        latency: { value: index, at: 0 },
        price: { input: index, output: 1 },
      });
      return Object.defineProperty(each, 'circuit', {
        get: () => {
          looks += 1;
          return HEALTHY;
        },
      });
    });
    const table = new RouteTable(routes);
    const random = seededRandom(7);
    for (const routing of ['priority', 'cost', 'latency', 'balanced'] as const) {
      looks = 0;
      expect(chooseRoute(table, shape(routing), new Set(), 0, random)).toBeDefined();
      expect(looks).toBeLessThan(50);
    }
  });
});

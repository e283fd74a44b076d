import type { Routing } from '@ofoxai/core';
import { describe, expect, it } from 'vitest';
import { chooseRoute } from '../../src/routing/choose.ts';
import { onCall, onFailure, onSuccess } from '../../src/routing/circuit.ts';
import { withSample } from '../../src/routing/latency.ts';
import type { Route } from '../../src/routing/route.ts';
import { RouteTable } from '../../src/routing/route-table.ts';
import { route, seededRandom } from './routes.ts';

/** How a simulated node does at a moment of the simulation, in milliseconds. */
interface Behaviour {
  latencyMs(now: number): number;
  fails(now: number): boolean;
}

interface Outcome {
  shares: Record<string, number>;
  failed: number;
  meanLatencyMs: number;
}

/** A hundred calls a second for some seconds; each call tries up to three routes. */
function simulate(
  routing: Routing,
  nodes: Record<string, Behaviour & Partial<Route>>,
  seconds: number,
  from = 0,
): Outcome {
  const random = seededRandom(99);
  const routes = Object.entries(nodes).map(([node, { latencyMs: _, fails: __, ...fields }]) =>
    route(node, fields),
  );
  const table = new RouteTable(routes);
  const counts: Record<string, number> = {};
  const ending: { at: number; route: Route }[] = [];
  let failed = 0;
  let latencySum = 0;
  let answered = 0;
  for (let now = 0; now < seconds * 1000; now += 10) {
    while (ending[0] && ending[0].at <= now)
      (ending.shift() as { route: Route }).route.inFlight -= 1;
    const tried = new Set<Route>();
    const shape = { routing, inputTokens: 1000, outputTokens: 100 };
    let done = false;
    while (!done && tried.size < 3) {
      const chosen = chooseRoute(table, shape, tried, now, random);
      if (!chosen) break;
      tried.add(chosen);
      const behaviour = nodes[chosen.node] as Behaviour;
      chosen.circuit = onCall(chosen.circuit, now);
      if (behaviour.fails(now)) {
        chosen.circuit = onFailure(chosen.circuit, now, random());
        continue;
      }
      const latencyMs = behaviour.latencyMs(now) * (0.8 + random() * 0.4);
      chosen.circuit = onSuccess(chosen.circuit, now);
      chosen.latency = withSample(chosen.latency, latencyMs, now);
      chosen.inFlight += 1;
      ending.push({ at: now + latencyMs, route: chosen });
      ending.sort((a, b) => a.at - b.at);
      done = true;
      if (now >= from) {
        counts[chosen.node] = (counts[chosen.node] ?? 0) + 1;
        latencySum += latencyMs;
        answered += 1;
      }
    }
    if (!done && now >= from) failed += 1;
  }
  const shares = Object.fromEntries(
    Object.keys(nodes).map((node) => [node, (counts[node] ?? 0) / answered]),
  );
  return { shares, failed, meanLatencyMs: latencySum / answered };
}

const steady = (latencyMs: number): Behaviour => ({
  latencyMs: () => latencyMs,
  fails: () => false,
});

describe('strategies under drifting latencies, prices and failures', () => {
  it('priority keeps to the first node and returns to it after an outage', () => {
    const outage = (now: number) => now > 10_000 && now < 20_000;
    const nodes = {
      first: { ...steady(100), fails: outage, priority: 1 },
      second: { ...steady(100), priority: 2 },
    };
    const during = simulate('priority', nodes, 20, 11_000);
    expect(during.failed).toBe(0);
    expect(during.shares.second).toBeGreaterThan(0.98);
    const after = simulate('priority', nodes, 60, 40_000);
    expect(after.shares.first).toBe(1);
  });

  it('cost stays with the cheapest, and goes to the next cheapest while that fails', () => {
    const nodes = {
      dear: { ...steady(50), price: { input: 5, output: 5 } },
      cheap: {
        ...steady(500),
        price: { input: 1, output: 1 },
        fails: (now: number) => now > 30_000,
      },
      middling: { ...steady(100), price: { input: 2, output: 2 } },
    };
    expect(simulate('cost', nodes, 30).shares.cheap).toBe(1);
    const outage = simulate('cost', nodes, 60, 31_000);
    expect(outage.shares.middling).toBeGreaterThan(0.98);
    expect(outage.failed).toBe(0);
  });

  it('latency follows the fastest as it drifts, and finds a recovered node again', () => {
    const nodes = {
      drifting: {
        ...steady(0),
        latencyMs: (now: number) => (now < 30_000 ? 50 : now < 60_000 ? 800 : 50),
      },
      steady: steady(200),
    };
    expect(simulate('latency', nodes, 30, 5_000).shares.drifting).toBeGreaterThan(0.9);
    expect(simulate('latency', nodes, 60, 35_000).shares.steady).toBeGreaterThan(0.9);
    expect(simulate('latency', nodes, 100, 75_000).shares.drifting).toBeGreaterThan(0.9);
  });

  it('latency is faster than balanced where nodes differ', () => {
    const nodes = { a: steady(60), b: steady(300), c: steady(600) };
    const byLatency = simulate('latency', nodes, 60);
    expect(byLatency.meanLatencyMs).toBeLessThan(
      simulate('balanced', nodes, 60).meanLatencyMs / 1.5,
    );
  });

  it('balanced shares evenly among equals and relieves the slow', () => {
    const equal = simulate('balanced', { a: steady(100), b: steady(100), c: steady(100) }, 60);
    for (const share of Object.values(equal.shares)) expect(share).toBeCloseTo(1 / 3, 1);
    const unequal = simulate('balanced', { quick: steady(100), slow: steady(1000) }, 60);
    expect(unequal.shares.quick).toBeGreaterThan(0.6);
  });

  it.each(['priority', 'cost', 'latency', 'balanced'] as const)(
    '%s: a flaky node costs no caller an answer while another is well',
    (routing) => {
      const random = seededRandom(5);
      const nodes = {
        flaky: { ...steady(50), fails: () => random() < 0.6, price: { input: 1, output: 1 } },
        well: { ...steady(100), price: { input: 2, output: 2 } },
      };
      expect(simulate(routing, nodes, 30).failed).toBe(0);
    },
  );
});

import { expect, it } from 'vitest';
import { defaultCatalog } from '../../src/catalog/models.ts';
import { GatewayMetrics } from '../../src/metrics/gateway-metrics.ts';
import { MetricFamilies } from '../../src/metrics/metric-families.ts';
import { Upstreams } from '../../src/upstream/upstreams.ts';

const FIRST = `# HELP calls_total Calls.
# TYPE calls_total counter
calls_total{path="/a b"} 3
# HELP open Now.
# TYPE open gauge
open{worker="1"} 2
`;
const SECOND = `# HELP calls_total Calls.
# TYPE calls_total counter
calls_total{path="/a b"} 4
calls_total{path="/c"} 0.5
# HELP open Now.
# TYPE open gauge
open{worker="2"} +Inf
`;

it('adds up what has the same name and labels, and keeps the rest apart', () => {
  expect(new MetricFamilies().add(FIRST).add(SECOND).toString()).toBe(`# HELP calls_total Calls.
# TYPE calls_total counter
calls_total{path="/a b"} 7
calls_total{path="/c"} 0.5
# HELP open Now.
# TYPE open gauge
open{worker="1"} 2
open{worker="2"} +Inf
`);
});

it('can leave out what was true at a moment only', () => {
  expect(new MetricFamilies().add(FIRST, 'cumulative').toString()).toBe(`# HELP calls_total Calls.
# TYPE calls_total counter
calls_total{path="/a b"} 3
`);
});

it('gives back what a gateway tells, value for value', async () => {
  const metrics = new GatewayMetrics({ process: true, worker: '1' });
  const upstreams = new Upstreams([], defaultCatalog());
  const moment = { upstreams, now: 0, inFlight: 3, redisIsUp: true };
  const samples = (text: string) => text.split('\n').filter((line) => line !== '' && line !== ' ');
  const text = await metrics.text(moment);
  expect(samples(new MetricFamilies().add(text).toString())).toEqual(
    samples(text.replaceAll('} Nan', '} NaN')),
  );
});

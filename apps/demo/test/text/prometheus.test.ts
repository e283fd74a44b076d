import { expect, it } from 'vitest';
import { parseMetrics, sumOf } from '../../src/text/prometheus.ts';

const TEXT = `# HELP requests Requests that are over.
# TYPE requests counter
requests{model="a\\"b",node="north"} 3
requests{model="c",node="south"} 4 1700000000
in_flight 2

nonsense`;

it('reads names, labels and numbers', () => {
  const samples = parseMetrics(TEXT);
  expect(samples[0]).toEqual({
    name: 'requests',
    labels: { model: 'a"b', node: 'north' },
    value: 3,
  });
  expect(samples).toHaveLength(3);
  expect(sumOf(samples, 'requests')).toBe(7);
  expect(sumOf(samples, 'requests', { node: 'south' })).toBe(4);
  expect(sumOf(samples, 'nothing')).toBe(0);
});

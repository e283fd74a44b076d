import { expect, it } from 'vitest';
import { circuitOf } from '../../src/state/circuits.ts';

const sample = (node: string, model: string, value: number) => ({
  ...{ name: 'ofox_circuit_state', labels: { node, model }, value },
});

it('tells the worst circuit of a node, or that of one model', () => {
  const samples = [sample('north', 'a', 0), sample('north', 'b', 2), sample('south', 'a', 1)];
  expect(circuitOf(samples, 'north')).toBe(2);
  expect(circuitOf(samples, 'north', 'a')).toBe(0);
  expect(circuitOf(samples, 'south')).toBe(1);
  expect(circuitOf(samples, 'west')).toBe(0);
});

import { expect, it } from 'vitest';
import { withSample } from '../../src/routing/latency.ts';

it('follows what is measured and forgets what is past', () => {
  let latency = withSample(undefined, 100, 0);
  expect(latency.value).toBe(100);
  for (let second = 1; second <= 60; second += 1) latency = withSample(latency, 300, second * 1000);
  expect(latency.value).toBeGreaterThan(290);
  for (let second = 61; second <= 120; second += 1)
    latency = withSample(latency, 50, second * 1000);
  expect(latency.value).toBeLessThan(60);
});

it('notices a stall at once but is not thrown off by one fast call', () => {
  const latency = withSample(undefined, 100, 0);
  expect(withSample(latency, 1000, 100).value).toBeGreaterThan(500);
  expect(withSample(latency, 1, 100).value).toBeGreaterThan(95);
});

it('bears a clock that goes back', () => {
  expect(withSample({ value: 100, at: 5000 }, 200, 1000).value).toBeGreaterThan(100);
});

import { expect, it } from 'vitest';
import { RateWindow } from '../../src/state/rate-window.ts';

const totals = (requests: number) => new Map([['requests', requests]]);

it('tells by how much a counter has grown in the last minute', () => {
  const window = new RateWindow();
  expect(window.grown('requests')).toBeUndefined();
  window.push(0, totals(10));
  expect(window.grown('requests')).toBeUndefined();
  window.push(30_000, totals(15));
  expect(window.grown('requests')).toBe(5);
  expect(window.grown('nothing')).toBe(0);
  window.push(61_000, totals(25));
  expect(window.grown('requests')).toBe(10);
  expect(window.steps('requests')).toEqual([10]);
});

it('begins anew with a gateway that does', () => {
  const window = new RateWindow();
  window.push(0, totals(10));
  window.push(1000, totals(3));
  expect(window.grown('requests')).toBeUndefined();
  window.push(2000, totals(4));
  expect(window.grown('requests')).toBe(1);
});

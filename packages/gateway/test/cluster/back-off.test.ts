import { expect, it } from 'vitest';
import { BackOff } from '../../src/cluster/back-off.ts';

it('waits longer each time, up to half a minute, and forgets what is long ago', () => {
  const backOff = new BackOff();
  const waits = Array.from({ length: 11 }, () => backOff.next(10));
  expect(waits.slice(0, 4)).toEqual([100, 200, 400, 800]);
  expect(waits.at(-1)).toBe(30_000);
  expect(backOff.next(60_000)).toBe(100);
});

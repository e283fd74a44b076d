import { expect, it } from 'vitest';
import { oneATurn } from '../../src/http/one-a-turn.ts';

it('gives each its own turn of the event loop, in their order', async () => {
  let turn = 0;
  let goesOn = true;
  const count = () => {
    turn += 1;
    if (goesOn) setImmediate(count);
  };
  setImmediate(count);
  const turns: number[] = [];
  const order: number[] = [];
  await Promise.all(
    Array.from({ length: 5 }, async (_, index) => {
      await oneATurn();
      turns.push(turn);
      order.push(index);
    }),
  );
  goesOn = false;
  expect(order).toEqual([0, 1, 2, 3, 4]);
  expect(new Set(turns).size).toBe(5);
});

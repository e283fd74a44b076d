import { describe, expect, it } from 'vitest';
import { MemoryLimitStore } from '../../src/limits/memory-limit-store.ts';

function storeAt(start: number) {
  const clock = { time: start, now: () => clock.time };
  return { clock, store: new MemoryLimitStore(clock) };
}

describe('MemoryLimitStore', () => {
  it('counts each key on its own', () => {
    const { store } = storeAt(0);
    expect(store.take('a', 1).allowed).toBe(true);
    expect(store.take('a', 1).allowed).toBe(false);
    expect(store.take('b', 1).allowed).toBe(true);
  });

  it('looks without taking', () => {
    const { store } = storeAt(0);
    expect(store.peek('a', 2)).toEqual({ allowed: true, limit: 2, remaining: 2, resetMs: 0 });
    expect(store.size).toBe(0);
    store.take('a', 2);
    expect(store.peek('a', 2).remaining).toBe(1);
    expect(store.peek('a', 2).remaining).toBe(1);
  });

  it('counts what another store let through', () => {
    const { store } = storeAt(1000);
    store.record('a', 990);
    expect(store.peek('a', 2)).toMatchObject({ remaining: 1, resetMs: 59_990 });
  });

  it('does not let requests through twice when the clock is set back', () => {
    const { clock, store } = storeAt(100_000);
    store.take('a', 1);
    clock.time = 0;
    expect(store.take('a', 1).allowed).toBe(false);
    clock.time = 160_000;
    expect(store.take('a', 1).allowed).toBe(true);
  });

  it('counts what another store let pass', () => {
    const { clock, store } = storeAt(1000);
    store.record('a', 900);
    store.record('a', 950);
    expect(store.take('a', 2).allowed).toBe(false);
    clock.time = 61_000;
    expect(store.take('a', 2).allowed).toBe(true);
  });

  it('forgets silent keys while others are in use', () => {
    const { clock, store } = storeAt(0);
    for (let key = 0; key < 1000; key += 1) store.take(`key-${key}`, 200);
    expect(store.size).toBe(1000);
    clock.time = 61_000;
    for (let request = 0; request < 1100; request += 1) store.take('busy', 10_000);
    expect(store.size).toBe(1);
  });
});

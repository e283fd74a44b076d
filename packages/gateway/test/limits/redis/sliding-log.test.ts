import fc from 'fast-check';
import type { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readLimitState, slidingLog } from '../../../src/limits/redis/sliding-log.ts';
import { SlidingWindow } from '../../../src/limits/sliding-window.ts';
import { REDIS_SERVER, RedisServer } from './redis-server.ts';

const START = 1_790_000_000_000;

const gaps = fc.array(fc.oneof(fc.constant(0), fc.nat(500), fc.nat(20_000), fc.nat(70_000)), {
  minLength: 1,
  maxLength: 150,
});

describe.skipIf(!REDIS_SERVER)('slidingLog', { timeout: 60_000 }, () => {
  // The same script with the clock as an argument, in milliseconds since START.
  const script = slidingLog(`(${START} + tonumber(ARGV[3])) * 1000`);
  let server: RedisServer;
  let redis: Redis;
  let keys = 0;

  beforeAll(async () => {
    server = await RedisServer.start();
    redis = server.client();
  });

  afterAll(async () => {
    redis.disconnect();
    await server.stop();
  });

  function counter() {
    keys += 1;
    const key = `key-${keys}`;
    const state = async (now: number, limit: number, take: boolean) =>
      readLimitState(await redis.eval(script.lua, 1, key, limit, take ? 1 : 0, now), limit);
    return { key, state };
  }

  it('does exactly what the memory store does', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 40 }), gaps, async (limit, waits) => {
        const { state } = counter();
        const window = new SlidingWindow();
        let now = 0;
        for (const [index, wait] of waits.entries()) {
          now += wait;
          const take = index % 5 !== 4;
          expect(await state(now, limit, take)).toEqual(window.state(now, limit, take));
        }
      }),
      { numRuns: 60 },
    );
  });

  it('never lets more than the limit pass in any sixty seconds, also when the clock is set back', async () => {
    const steps = fc.array(fc.tuple(fc.nat(30_000), fc.integer({ min: 0, max: 100_000 })), {
      minLength: 1,
      maxLength: 80,
    });
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 10 }), steps, async (limit, waits) => {
        const { state } = counter();
        const passed: number[] = [];
        let now = 0;
        let behind = 0;
        for (const [index, [wait, back]] of waits.entries()) {
          now += wait;
          if (index % 7 === 6) behind += back;
          if ((await state(10_000_000 + now - behind, limit, true)).allowed) passed.push(now);
        }
        for (let last = limit; last < passed.length; last += 1) {
          expect(passed[last]! - passed[last - limit]!).toBeGreaterThanOrEqual(60_000);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('lets nobody wait longer than a minute after the clock was set back', async () => {
    const { state } = counter();
    for (let now = 0; now < 5; now += 1) await state(50_000_000 + now, 5, true);
    const after = await state(1000, 5, true);
    expect(after).toEqual({ allowed: false, limit: 5, remaining: 0, resetMs: 59_996 });
    expect((await state(60_996, 5, true)).allowed).toBe(true);
  });

  it('never refuses a caller who sends evenly at the limit', async () => {
    for (const limit of [1, 7, 200]) {
      const { state } = counter();
      for (let sent = 0; sent < limit * 3; sent += 1) {
        const minute = Math.floor(sent / limit) * 60_000;
        const now = minute + Math.floor(((sent % limit) * 60_000) / limit);
        expect((await state(now, limit, true)).allowed).toBe(true);
      }
    }
  });

  it('follows a limit that was lowered', async () => {
    const { state } = counter();
    for (let now = 0; now < 10; now += 1) await state(now * 1000, 10, true);
    expect(await state(10_000, 4, true)).toEqual({
      allowed: false,
      limit: 4,
      remaining: 0,
      resetMs: 56_000,
    });
    expect((await state(66_000, 4, true)).allowed).toBe(true);
  });

  it('holds a hundred thousand requests a minute in about a megabyte', async () => {
    const limit = 100_000;
    const { key, state } = counter();
    const fill = `for i = 1, ${limit} do
      redis.call('RPUSH', KEYS[1], string.format('%.0f', (${START} + math.floor(i / 2)) * 1000)) end`;
    await redis.eval(fill, 1, key);
    expect(await redis.memory('USAGE', key, 'SAMPLES', 0)).toBeLessThan(1_200_000);
    expect((await state(55_000, limit, true)).allowed).toBe(false);
    // Half of them have passed.
    const { allowed, remaining } = await state(60_000 + 25_000, limit, true);
    expect(allowed).toBe(true);
    expect(remaining).toBe(limit / 2);
  });

  it('leaves nothing behind after a silent minute', async () => {
    const { key, state } = counter();
    await state(0, 10, true);
    const lives = await redis.pttl(key);
    expect(lives).toBeGreaterThan(50_000);
    expect(lives).toBeLessThanOrEqual(60_001);
  });

  it('writes nothing for a refused request', async () => {
    const { key, state } = counter();
    await state(0, 1, true);
    for (let now = 1; now < 20; now += 1) await state(now, 1, true);
    expect(await redis.llen(key)).toBe(1);
  });
});

describe('readLimitState', () => {
  it('refuses anything else', () => {
    for (const reply of [null, 'OK', [], [1], [1, '2', 3]]) {
      expect(() => readLimitState(reply, 1)).toThrow(TypeError);
    }
  });
});

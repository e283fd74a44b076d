import fc from 'fast-check';
import type { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MemorySpendLedger } from '../../../src/keys/spend/memory-spend-ledger.ts';
import { periodOf } from '../../../src/keys/spend/period.ts';
import {
  type Certainty,
  readSpendReply,
  reserveScript,
  settleScript,
} from '../../../src/keys/spend/redis-spend-scripts.ts';
import type { Reservation, SpendLimits } from '../../../src/keys/spend/spend-ledger.ts';
import { formatUsd } from '../../../src/keys/spend/usd.ts';
import { REDIS_SERVER, RedisServer } from '../../limits/redis/redis-server.ts';

const START = Date.parse('2026-06-15T12:00:00Z');

describe.skipIf(!REDIS_SERVER)('spend scripts', { timeout: 60_000 }, () => {
  // The same scripts with the clock as the last argument, in milliseconds.
  const reserveLua = reserveScript('tonumber(ARGV[5]) * 1000').lua;
  const settleLua = settleScript('tonumber(ARGV[6]) * 1000').lua;
  let server: RedisServer;
  let redis: Redis;
  let accounts = 0;

  beforeAll(async () => {
    server = await RedisServer.start();
    redis = server.client();
  });

  afterAll(async () => {
    redis.disconnect();
    await server.stop();
  });

  function account() {
    accounts += 1;
    const name = `account-${accounts}`;
    const keys = (id: string) => [name, `${name}:open`, `${name}:call:${id}`];
    return {
      async reserve(id: string, now: number, limits: SpendLimits, amount: bigint) {
        const args = [
          String(limits.day ?? ''),
          String(limits.month ?? ''),
          String(amount),
          id,
          now,
        ];
        return readSpendReply(await redis.eval(reserveLua, 3, ...keys(id), ...args));
      },
      async settle(id: string, now: number, reserved: bigint, cost: bigint, sure: Certainty) {
        const args = [String(reserved), String(cost), String(cost - reserved), id, sure, now];
        return readSpendReply(await redis.eval(settleLua, 3, ...keys(id), ...args));
      },
    };
  }

  it('knows the day and the month of any moment', async () => {
    const { reserve } = account();
    const moments = fc.integer({ min: 0, max: 4_102_444_800 });
    await fc.assert(
      fc.asyncProperty(moments, async (seconds) => {
        const { period } = await reserve('x', seconds * 1000, {}, 0n);
        expect(period).toEqual(periodOf(seconds * 1000));
      }),
      { numRuns: 300, examples: [[0], [1_709_164_800], [1_709_251_199], [1_709_251_200]] },
    );
  });

  it('counts exactly as the memory ledger does, also beyond 2^53', async () => {
    const amounts = fc.oneof(fc.bigInt(0n, 300n), fc.bigInt(0n, 10n ** 17n));
    const calls = fc.array(
      fc.record({
        wait: fc.oneof(fc.nat(600_000), fc.integer({ min: -86_400_000, max: 86_400_000 })),
        amount: amounts,
        cost: amounts,
        ends: fc.boolean(),
      }),
      { maxLength: 40 },
    );
    const limits = fc.record({ day: amounts, month: amounts }, { requiredKeys: [] });
    await fc.assert(
      fc.asyncProperty(limits, calls, async (allowed, steps) => {
        const shared = account();
        let now = START;
        const memory = new MemorySpendLedger(() => now);
        const open: { id: string; amount: bigint; own: Reservation }[] = [];
        for (const [index, { wait, amount, cost, ends }] of steps.entries()) {
          // Shorter than a lease in sum, unless nothing is open.
          now += open.length === 0 ? wait : Math.abs(wait % 60_000);
          const { passed } = await shared.reserve(`c${index}`, now, allowed, amount);
          let own: Reservation | undefined;
          try {
            own = memory.reserve('k', allowed, formatUsd(amount));
          } catch (error) {
            expect(String(error)).toContain(`USD a ${passed}`);
          }
          expect(passed === undefined).toBe(own !== undefined);
          if (own) open.push({ id: `c${index}`, amount, own });
          const call = ends ? open.shift() : undefined;
          if (!call) continue;
          call.own.settle(formatUsd(cost));
          const { spending } = await shared.settle(call.id, now, call.amount, cost, 'reserved');
          const { day, month, reserved } = memory.spending('k');
          expect(spending).toEqual({ day, month, reserved });
        }
      }),
      { numRuns: 80 },
    );
  });

  it('settles once, however often it hears of it', async () => {
    const { reserve, settle } = account();
    await reserve('a', START, {}, 100n);
    await settle('a', START, 100n, 30n, 'reserved');
    await settle('a', START, 100n, 30n, 'retried');
    expect((await settle('a', START, 100n, 30n, 'retried')).spending.day).toBe(30n);
    await settle('b', START, 0n, 5n, 'unsure');
    expect((await settle('b', START, 0n, 5n, 'unsure')).spending.day).toBe(35n);
    await reserve('c', START, {}, 100n);
    await settle('c', START, 100n, 7n, 'unsure');
    const { spending } = await settle('c', START, 100n, 7n, 'unsure');
    expect(spending).toEqual({ day: 42n, month: 42n, reserved: 0n });
  });

  it('gives back what gateways that died had reserved, after an hour', async () => {
    const { reserve, settle } = account();
    await reserve('dead', START, { day: 100n }, 80n);
    expect((await reserve('x', START + 3_599_000, { day: 100n }, 80n)).passed).toBe('day');
    expect((await reserve('y', START + 3_600_000, { day: 100n }, 80n)).passed).toBeUndefined();
    // It lives after all: what it cost counts.
    const { spending } = await settle('dead', START + 3_700_000, 80n, 20n, 'reserved');
    expect(spending).toEqual({ day: 20n, month: 20n, reserved: 80n });
  });
});

describe('readSpendReply', () => {
  it('refuses anything else', () => {
    for (const reply of [null, [], ['', '1', '1', '0', 'x', 1], ['', 1, '1', '0', 1, 1]]) {
      expect(() => readSpendReply(reply)).toThrow(TypeError);
    }
  });
});

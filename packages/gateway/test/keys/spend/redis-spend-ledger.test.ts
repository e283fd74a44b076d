import { OfoxError } from '@ofoxai/core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { RedisSpendLedger } from '../../../src/keys/spend/redis-spend-ledger.ts';
import type { Reservation, SpendLimits } from '../../../src/keys/spend/spend-ledger.ts';
import { parseUsd } from '../../../src/keys/spend/usd.ts';
import type { OnStoreError } from '../../../src/limits/redis/redis-limit-store.ts';
import { RedisLink, type RedisLinkOptions } from '../../../src/limits/redis/redis-link.ts';
import { REDIS_SERVER, RedisServer, until } from '../../limits/redis/redis-server.ts';

const LIMITS: SpendLimits = { day: parseUsd('1') };
const links: RedisLink[] = [];

async function ledgerAt(options: RedisLinkOptions, onStoreError?: OnStoreError) {
  const link = new RedisLink({ commandTimeoutMs: 5000, ...options });
  links.push(link);
  await link.open();
  const ledger = new RedisSpendLedger(link, () => Date.now(), onStoreError);
  return { link, ledger };
}

/** Reservations of those that were let through. */
async function reserveMany(ledger: RedisSpendLedger, key: string, usd: string, count: number) {
  const results = await Promise.allSettled(
    Array.from({ length: count }, () => ledger.reserve(key, LIMITS, usd)),
  );
  const reasons = results.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
  expect(reasons.every((reason) => OfoxError.is(reason) && reason.status === 402)).toBe(true);
  return results.flatMap((one): Reservation[] => (one.status === 'fulfilled' ? [one.value] : []));
}

afterEach(() => {
  for (const link of links.splice(0)) link.close();
});

describe.skipIf(!REDIS_SERVER)('RedisSpendLedger', { timeout: 60_000 }, () => {
  let server: RedisServer;

  beforeAll(async () => {
    server = await RedisServer.start();
  });

  afterAll(async () => {
    await server.stop();
  });

  /** What Redis has counted for a key today, in units of 1e-12 USD. */
  async function counted(key: string): Promise<string | null> {
    const redis = server.client();
    const total = await redis.hget(`ofox:spend:{${key}}`, 'dayTotal');
    redis.disconnect();
    return total;
  }

  it('lets replicas together spend no more than the limit', async () => {
    const replicas = await Promise.all(
      Array.from({ length: 3 }, () => ledgerAt({ url: server.url })),
    );
    const reserved = await Promise.all(
      replicas.map(({ ledger }) => reserveMany(ledger, 'together', '0.01', 60)),
    );
    expect(reserved.flat()).toHaveLength(100);
    for (const one of reserved.flat()) one.settle('0.002');
    await until(() => replicas.every((replica) => replica.ledger.pending === 0));
    const { ledger } = replicas[0]!;
    expect(await reserveMany(ledger, 'together', '0.5', 3)).toHaveLength(1);
    await expect(ledger.reserve('together', LIMITS, '0.9')).rejects.toThrow(
      /1\.00 USD a day, is reached: 0\.20 USD are spent, 0\.50 USD are held/,
    );
  });

  it('tells Redis later what was spent while it was frozen, once', async () => {
    const { link, ledger } = await ledgerAt({ url: server.url, commandTimeoutMs: 50 });
    const before = await ledger.reserve('frozen', LIMITS, '0.5');
    server.freeze();
    // Redis may or may not have heard of these.
    const during = await reserveMany(ledger, 'frozen', '0.05', 5);
    await until(() => !link.up);
    expect(await reserveMany(ledger, 'frozen', '0.3', 1)).toEqual([]);
    const after = await ledger.reserve('frozen', LIMITS, '0.1');
    before.settle('0.2');
    for (const one of during) one.settle('0.01');
    after.settle('0.003');
    server.thaw();
    await until(() => link.up && ledger.pending === 0);
    expect(during).toHaveLength(5);
    expect(await counted('frozen')).toBe(String(parseUsd('0.253')));
    await ledger.close();
  });

  it('goes on from what it last heard when Redis is gone, and loses nothing that is spent then', async () => {
    const { link, ledger } = await ledgerAt({ url: server.url });
    (await ledger.reserve('gone', LIMITS, '0.6')).settle('0.6');
    await until(() => ledger.pending === 0);
    await server.kill();
    await until(() => !link.up);
    const during = await reserveMany(ledger, 'gone', '0.1', 10);
    expect(during).toHaveLength(4);
    for (const one of during) one.settle();
    // One entry for the key, however many calls there were.
    expect(ledger.pending).toBe(1);
    await server.start();
    await until(() => link.up && ledger.pending === 0);
    expect(await counted('gone')).toBe(String(parseUsd('0.4')));
    await ledger.close();
  });

  it('settles what was reserved before Redis went', async () => {
    const { link, ledger } = await ledgerAt({ url: server.url });
    const call = await ledger.reserve('before', LIMITS, '0.6');
    link.close();
    call.settle('0.1');
    expect(ledger.pending).toBe(1);
    await ledger.close();
  });
});

describe('RedisSpendLedger without a server', () => {
  const url = 'redis://127.0.0.1:1';

  it('keeps the whole limit by itself', async () => {
    const { ledger } = await ledgerAt({ url });
    expect(await reserveMany(ledger, 'a', '0.1', 20)).toHaveLength(10);
    await ledger.close();
  });

  it('lets all pass when it is open', async () => {
    const { ledger } = await ledgerAt({ url }, 'open');
    const all = await reserveMany(ledger, 'a', '0.1', 20);
    expect(all).toHaveLength(20);
    for (const one of all) one.settle();
    expect(ledger.pending).toBe(1);
    await ledger.close();
  });

  it('refuses with 503 when it is closed', async () => {
    const { ledger } = await ledgerAt({ url }, 'closed');
    await expect(ledger.reserve('a', LIMITS, '0.1')).rejects.toMatchObject({
      kind: 'unavailable',
      status: 503,
      code: 'spend_store_unavailable',
    });
    await ledger.close();
  });
});

import { describe, expect, it, onTestFinished } from 'vitest';
import { REDIS_SERVER, RedisServer } from './limits/redis/redis-server.ts';
import { useCommand } from './support/gateway-process.ts';

const KEY = 'sk-test-shared';

function ask(url: string): Promise<number> {
  return fetch(`${url}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'ofox/mini', messages: [{ role: 'user', content: 'Hello' }] }),
  }).then(async (response) => {
    await response.text();
    return response.status;
  });
}

function count(statuses: readonly number[]): Record<number, number> {
  const counts: Record<number, number> = {};
  for (const status of statuses) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}

/** Asks all of them by turns, a few at a time, as long as somebody wants it. */
async function load(urls: readonly string[], goesOn: () => boolean): Promise<number[]> {
  const statuses: number[] = [];
  let next = 0;
  const worker = async () => {
    while (goesOn()) {
      next += 1;
      statuses.push(await ask(urls[next % urls.length] ?? ''));
    }
  };
  await Promise.all(Array.from({ length: 8 }, worker));
  return statuses;
}

async function startRedis(): Promise<RedisServer> {
  const redis = await RedisServer.start();
  onTestFinished(() => redis.stop());
  return redis;
}

describe.skipIf(!REDIS_SERVER)('two gateway processes with one Redis', () => {
  const command = useCommand();

  it('share one limit', { timeout: 60_000 }, async () => {
    const redis = await startRedis();
    const config = {
      keys: [{ key: KEY, name: 'shared', rpm: 50 }],
      redis: { url: redis.url, connectTimeoutMs: 10_000, commandTimeoutMs: 10_000 },
    };
    const gateways = await Promise.all([command.start(config), command.start(config)]);
    const urls = gateways.map(({ url }) => url);
    const statuses = await Promise.all(
      Array.from({ length: 120 }, (_, index) => ask(urls[index % 2] ?? '')),
    );
    expect(count(statuses)).toEqual({ 200: 50, 429: 70 });
  });

  it('serve on while Redis is killed and started again', { timeout: 60_000 }, async () => {
    const redis = await startRedis();
    const config = {
      keys: [{ key: KEY, name: 'shared', rpm: 1_000_000 }],
      redis: { url: redis.url },
    };
    const gateways = await Promise.all([command.start(config), command.start(config)]);
    const told = (message: string) =>
      gateways.map(({ log }) => log.filter(({ msg }) => msg === message).length);
    let goesOn = true;
    const loading = load(
      gateways.map(({ url }) => url),
      () => goesOn,
    );
    await redis.kill();
    await expect.poll(() => told('Redis does not answer.'), { timeout: 20_000 }).toEqual([1, 1]);
    await redis.start();
    await expect.poll(() => told('Redis answers again.'), { timeout: 20_000 }).toEqual([1, 1]);
    goesOn = false;
    expect(Object.keys(count(await loading))).toEqual(['200']);
    expect(told('Redis does not answer.')).toEqual([1, 1]);
  });

  it('refuse all while it is gone, when they are told to', { timeout: 60_000 }, async () => {
    const redis = await startRedis();
    const gateway = await command.start({
      keys: [KEY],
      redis: { url: redis.url },
      onStoreError: 'closed',
    });
    expect(await ask(gateway.url)).toBe(200);
    await redis.kill();
    await expect.poll(() => ask(gateway.url), { timeout: 20_000 }).toBe(503);
  });
});

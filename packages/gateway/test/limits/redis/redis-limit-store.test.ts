import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { OfoxError } from '@ofoxai/core';
import { build } from 'vite';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../../src/clock.ts';
import { type OnStoreError, RedisLimitStore } from '../../../src/limits/redis/redis-limit-store.ts';
import { RedisLink, type RedisLinkOptions } from '../../../src/limits/redis/redis-link.ts';
import { REDIS_SERVER, RedisServer, until } from './redis-server.ts';

const HERE = dirname(fileURLToPath(import.meta.url));
const NOBODY = 'redis://127.0.0.1:1';

/** Longer than any pause of a busy machine, for tests that are not about the deadline. */
const PATIENT_MS = 5000;

const links: RedisLink[] = [];

async function linkTo(options: RedisLinkOptions): Promise<RedisLink> {
  const link = new RedisLink({ commandTimeoutMs: PATIENT_MS, ...options });
  links.push(link);
  await link.open();
  return link;
}

async function storeAt(options: RedisLinkOptions, onStoreError?: OnStoreError) {
  const link = await linkTo(options);
  return { link, store: new RedisLimitStore(link, systemClock, onStoreError) };
}

async function takeMany(store: RedisLimitStore, key: string, limit: number, tries: number) {
  const states = await Promise.all(Array.from({ length: tries }, () => store.take(key, limit)));
  return states.filter((state) => state.allowed).length;
}

afterEach(() => {
  for (const link of links.splice(0)) link.close();
});

describe.skipIf(!REDIS_SERVER)('RedisLimitStore with a server', { timeout: 60_000 }, () => {
  let server: RedisServer;

  beforeAll(async () => {
    server = await RedisServer.start();
  });

  afterAll(async () => {
    await server.stop();
  });

  it('answers like the memory store', async () => {
    const { store } = await storeAt({ url: server.url });
    expect(await store.peek('a', 2)).toEqual({ allowed: true, limit: 2, remaining: 2, resetMs: 0 });
    expect(await store.take('a', 2)).toEqual({
      allowed: true,
      limit: 2,
      remaining: 1,
      resetMs: 60_000,
    });
    expect((await store.take('a', 2)).remaining).toBe(0);
    const refused = await store.take('a', 2);
    expect(refused).toMatchObject({ allowed: false, limit: 2, remaining: 0 });
    expect(refused.resetMs).toBeGreaterThan(0);
    expect(refused.resetMs).toBeLessThanOrEqual(60_000);
    expect((await store.take('b', 2)).allowed).toBe(true);
  });

  it('lets exactly the limit pass through four replicas at once', async () => {
    const stores = await Promise.all(Array.from({ length: 4 }, () => storeAt({ url: server.url })));
    const passed = await Promise.all(stores.map(({ store }) => takeMany(store, 'four', 200, 500)));
    expect(passed.reduce((sum, count) => sum + count)).toBe(200);
  });

  it('lets exactly the limit pass through two processes', async () => {
    const directory = mkdtempSync(join(HERE, '../../../node_modules/.replica-'));
    try {
      await build({
        configFile: false,
        logLevel: 'silent',
        build: {
          ssr: join(HERE, 'replica.ts'),
          outDir: directory,
          rollupOptions: { output: { entryFileNames: 'replica.mjs' } },
        },
        ssr: { resolve: { conditions: ['@ofoxai/source'] }, noExternal: [/^@ofoxai/] },
      });
      const replica = async () => {
        const args = [join(directory, 'replica.mjs'), server.url, 'two', '200', '400'];
        return Number((await promisify(execFile)(process.execPath, args)).stdout);
      };
      const [one = 0, other = 0] = await Promise.all([replica(), replica()]);
      expect(one + other).toBe(200);
    } finally {
      rmSync(directory, { recursive: true });
    }
  });

  it('does not ask Redis again while a refusal holds', async () => {
    const { store } = await storeAt({ url: server.url });
    const { store: elsewhere } = await storeAt({ url: server.url });
    await takeMany(elsewhere, 'flood', 3, 3);
    expect((await store.take('flood', 3)).allowed).toBe(false);
    const redis = server.client();
    const commands = async () =>
      Number(/total_commands_processed:(\d+)/.exec(await redis.info('stats'))?.[1]);
    const before = await commands();
    for (let request = 0; request < 1000; request += 1) {
      expect(store.take('flood', 3)).toMatchObject({ allowed: false, remaining: 0 });
    }
    expect((await commands()) - before).toBe(1);
    // Only another limit can end it before its time.
    expect((await store.take('flood', 4)).allowed).toBe(true);
    redis.disconnect();
  });

  it('works with a server that has forgotten the script', async () => {
    const { store } = await storeAt({ url: server.url });
    await store.take('script', 5);
    const redis = server.client();
    await redis.script('FLUSH');
    redis.disconnect();
    expect((await store.take('script', 5)).remaining).toBe(3);
  });

  it('keeps one key apart from another in one database, by the prefix', async () => {
    const { store } = await storeAt({ url: server.url, prefix: 'one' });
    const { store: other } = await storeAt({ url: server.url, prefix: 'other' });
    expect((await store.take('a', 1)).allowed).toBe(true);
    expect((await other.take('a', 1)).allowed).toBe(true);
  });
});

describe.skipIf(!REDIS_SERVER)('RedisLimitStore with a cluster', { timeout: 60_000 }, () => {
  it('counts in the slot of the key', async () => {
    const server = await RedisServer.start([
      '--cluster-enabled',
      'yes',
      '--cluster-announce-ip',
      '127.0.0.1',
    ]);
    try {
      const redis = server.client();
      await redis.call('CLUSTER', 'ADDSLOTSRANGE', '0', '16383');
      let state = '';
      while (!state.includes('cluster_state:ok')) state = await redis.cluster('INFO');
      const { link, store } = await storeAt({ url: server.url, cluster: true });
      expect(link.up).toBe(true);
      for (const key of ['a', 'b', 'c', 'd']) {
        expect(await takeMany(store, key, 5, 20)).toBe(5);
        expect(await redis.llen(`ofox:rpm:{${key}}`)).toBe(5);
      }
      redis.disconnect();
    } finally {
      await server.stop();
    }
  });
});

describe('RedisLimitStore without a server', () => {
  it('keeps the whole limit by itself', async () => {
    const { link, store } = await storeAt({ url: NOBODY });
    expect(link.up).toBe(false);
    expect(await takeMany(store, 'a', 5, 20)).toBe(5);
    expect(store.take('a', 5)).toMatchObject({ allowed: false, remaining: 0 });
  });

  it('lets all pass when it is open', async () => {
    const { store } = await storeAt({ url: NOBODY }, 'open');
    expect(await takeMany(store, 'a', 5, 20)).toBe(20);
    expect(await store.take('a', 5)).toMatchObject({ allowed: true, limit: 5, remaining: 0 });
  });

  it('refuses with 503 when it is closed', async () => {
    const { store } = await storeAt({ url: NOBODY }, 'closed');
    for (const ask of [() => store.take('a', 5), () => store.peek('a', 5)]) {
      const error = await Promise.resolve()
        .then(ask)
        .catch((reason: unknown) => reason);
      expect(OfoxError.is(error) && error).toMatchObject({
        kind: 'unavailable',
        status: 503,
        code: 'limit_store_unavailable',
      });
    }
  });
});

describe.skipIf(!REDIS_SERVER)('RedisLimitStore when Redis fails', { timeout: 60_000 }, () => {
  let server: RedisServer;

  beforeAll(async () => {
    server = await RedisServer.start();
  });

  afterAll(async () => {
    await server.stop();
  });

  it('decides by itself while Redis is frozen, and goes back to it', async () => {
    const { link, store } = await storeAt({ url: server.url, commandTimeoutMs: 50 });
    await store.take('frozen', 10);
    server.freeze();
    // What passed before counts.
    expect(await takeMany(store, 'frozen', 10, 30)).toBe(9);
    await until(() => !link.up);
    // Nobody waits any more: the answer is there at once.
    expect(store.take('other', 10)).toMatchObject({ allowed: true, remaining: 9 });
    server.thaw();
    await until(() => link.up);
    expect(await store.take('after', 10)).toMatchObject({ allowed: true, remaining: 9 });
  });

  it('waits no longer than its deadline for a slow server, and takes it for absent', async () => {
    const states: boolean[] = [];
    const onState = (up: boolean) => states.push(up);
    const { link, store } = await storeAt({ url: server.url, commandTimeoutMs: 50, onState });
    const redis = server.client();
    await redis.client('PAUSE', 600);
    redis.disconnect();
    expect(await takeMany(store, 'slow', 10, 30)).toBe(10);
    expect(states).toEqual([true, false]);
    await until(() => link.up);
    expect(states).toEqual([true, false, true]);
  });

  it('never lets one replica pass more than the limit when Redis is killed and comes back empty', async () => {
    const { link, store } = await storeAt({ url: server.url });
    let passed = 0;
    let stop = false;
    const load = async () => {
      while (!stop) {
        if ((await store.take('killed', 100)).allowed) passed += 1;
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
    };
    const callers = [load(), load(), load()];
    await until(() => passed > 20);
    await server.kill();
    await until(() => !link.up);
    await until(() => passed > 60);
    await server.start();
    await until(() => link.up);
    expect((await store.take('other', 5)).allowed).toBe(true);
    await until(() => passed >= 100);
    await new Promise((resolve) => setTimeout(resolve, 100));
    stop = true;
    await Promise.all(callers);
    expect(passed).toBe(100);
  });

  it('tells an outage once and its end once', async () => {
    const told: string[] = [];
    const states: boolean[] = [];
    const logger = {
      info: (fields: object, message: string) =>
        told.push(`info ${message} ${JSON.stringify(fields)}`),
      warn: (fields: object, message: string) =>
        told.push(`warn ${message} ${JSON.stringify(fields)}`),
      error: () => told.push('error'),
    };
    const { link, store } = await storeAt({
      url: server.url,
      commandTimeoutMs: 50,
      logger,
      onState: (up) => states.push(up),
    });
    expect(told).toEqual([]);
    server.freeze();
    await takeMany(store, 'told', 1000, 50);
    await until(() => !link.up);
    await takeMany(store, 'told', 1000, 50);
    server.thaw();
    await until(() => link.up);
    await server.kill();
    await until(() => !link.up);
    await takeMany(store, 'told', 1000, 50);
    await server.start();
    await until(() => link.up);
    expect(states).toEqual([true, false, true, false, true]);
    expect(told.map((line) => line.split(' {')[0])).toEqual([
      'warn Redis does not answer.',
      'info Redis answers again.',
      'warn Redis does not answer.',
      'info Redis answers again.',
    ]);
  });

  it('never writes a password down', async () => {
    const locked = await RedisServer.start(['--requirepass', 'planted-right-secret']);
    try {
      const told: string[] = [];
      const tell = (fields: object, message: string) =>
        told.push(JSON.stringify({ fields, message }));
      const logger = { info: tell, warn: tell, error: tell };
      const url = `redis://:planted-wrong-secret@127.0.0.1:${locked.port}`;
      const { link, store } = await storeAt({ url, logger });
      expect(link.up).toBe(false);
      expect(await takeMany(store, 'a', 5, 20)).toBe(5);
      expect(told).toHaveLength(1);
      expect(told[0]).toContain('WRONGPASS');
      expect(told.join()).not.toContain('planted');

      const right = await storeAt({
        url: `redis://:planted-right-secret@127.0.0.1:${locked.port}`,
        logger,
      });
      expect(right.link.up).toBe(true);
      expect(await takeMany(right.store, 'a', 5, 20)).toBe(5);
      expect(told).toHaveLength(1);
    } finally {
      await locked.stop();
    }
  });

  it('takes a full server for an absent one, and tells it once', async () => {
    const states: boolean[] = [];
    const { link, store } = await storeAt({ url: server.url, onState: (up) => states.push(up) });
    const redis = server.client();
    await redis.config('SET', 'maxmemory', '1');
    expect(await takeMany(store, 'full', 10, 30)).toBe(10);
    await until(() => !link.up);
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(states).toEqual([true, false]);
    await redis.config('SET', 'maxmemory', '0');
    await until(() => link.up);
    redis.disconnect();
  });

  it('closes while Redis is frozen, and stays closed', async () => {
    const { link, store } = await storeAt({ url: server.url, commandTimeoutMs: 50 });
    server.freeze();
    const waiting = store.take('closing', 5);
    link.close();
    expect((await waiting).allowed).toBe(true);
    server.thaw();
    expect(link.up).toBe(false);
    expect(store.take('closing', 5)).toMatchObject({ allowed: true, remaining: 3 });
  });
});

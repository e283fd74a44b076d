import { createServer } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { REDIS_SERVER, RedisServer } from '../limits/redis/redis-server.ts';
import { type GatewayProcess, useCommand } from '../support/gateway-process.ts';

const KEY = 'sk-test-cluster';
const TIMEOUT = { timeout: 120_000 };
const PATIENCE = { timeout: 60_000 };

function ask(url: string, body: object = {}, init: RequestInit = {}): Promise<Response> {
  return fetch(`${url}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      model: 'ofox/mini',
      messages: [{ role: 'user', content: 'Hello' }],
      ...body,
    }),
    ...init,
  });
}

async function statusOf(response: Promise<Response>): Promise<number> {
  const { status, body } = await response;
  await body?.cancel();
  return status;
}

/** A stream that takes its time; it has begun. */
function stream(url: string, pace: number, init?: RequestInit): Promise<Response> {
  return ask(url, { model: `ofox/mini:pace-${pace}`, stream: true }, init);
}

function count(statuses: readonly number[]): Record<number, number> {
  const counts: Record<number, number> = {};
  for (const status of statuses) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}

/** The values of one metric, by their labels. */
async function metric(url: string, name: string): Promise<Record<string, number>> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const found: Record<string, number> = {};
  for (const line of text.split('\n')) {
    if (!line.startsWith(`${name}{`)) continue;
    const space = line.lastIndexOf(' ');
    found[line.slice(name.length, space)] = Number(line.slice(space + 1));
  }
  return found;
}

async function requestsCounted(url: string): Promise<number> {
  const counts = await metric(url, 'ofox_requests_total');
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}

/** The processes of workers, by their places, newest first. */
function pidsOf({ log }: GatewayProcess, worker: number): number[] {
  return log
    .filter((line) => line.msg === 'a worker serves' && line.worker === worker)
    .map(({ pid }) => Number(pid))
    .reverse();
}

async function pidOf(gateway: GatewayProcess, worker: number): Promise<number> {
  await expect.poll(() => pidsOf(gateway, worker).length, PATIENCE).toBeGreaterThan(0);
  return pidsOf(gateway, worker)[0] ?? 0;
}

describe('a gateway with two workers', () => {
  const command = useCommand();
  const start = (config: object = {}) =>
    command.start({ keys: [{ key: KEY, name: 'shared', rpm: 1_000_000 }], ...config }, [
      '--workers',
      '2',
    ]);

  it('keeps one limit, and tells one sum', TIMEOUT, async () => {
    const gateway = await start({ keys: [{ key: KEY, name: 'shared', rpm: 50 }] });
    const { url } = gateway;
    expect(await statusOf(fetch(`${url}/readyz`))).toBe(200);
    const statuses = await Promise.all(Array.from({ length: 120 }, () => statusOf(ask(url))));
    expect(count(statuses)).toEqual({ 200: 50, 429: 70 });
    await expect.poll(() => requestsCounted(url), PATIENCE).toBe(120);
    expect(Object.keys(await metric(url, 'ofox_requests_in_flight'))).toEqual([
      '{worker="1"}',
      '{worker="2"}',
    ]);
    const workers = () => new Set(gateway.log.filter(({ id }) => id).map(({ worker }) => worker));
    await expect.poll(() => workers().size, PATIENCE).toBe(2);
  });

  it('lets a key have no more under way than it may', TIMEOUT, async () => {
    const { url } = await start({ maxConcurrent: 3 });
    const leave = new AbortController();
    const underWay = await Promise.all([
      stream(url, 200, { signal: leave.signal }),
      stream(url, 200, { signal: leave.signal }),
      stream(url, 200, { signal: leave.signal }),
    ]);
    expect(underWay.map(({ status }) => status)).toEqual([200, 200, 200]);
    const refused = await Promise.all(Array.from({ length: 4 }, () => ask(url)));
    for (const response of refused) {
      expect(response.status).toBe(429);
      expect(await response.text()).toContain('concurrency_limit_exceeded');
    }
    leave.abort();
    await expect.poll(() => statusOf(ask(url)), PATIENCE).toBe(200);
  });

  it('replaces a worker that is killed, and the other serves on', TIMEOUT, async () => {
    const gateway = await start();
    const { url } = gateway;
    const killed = await pidOf(gateway, 1);
    const streams: Response[] = [];
    const inFlight = async () => Object.values(await metric(url, 'ofox_requests_in_flight'));
    // One of the requests that are under way asks for this.
    do streams.push(await stream(url, 100));
    while ((await inFlight()).some((calls) => calls < 2));
    const counted = await requestsCounted(url);
    const texts = streams.map((response) => response.text());
    process.kill(killed, 'SIGKILL');
    const ended = await Promise.allSettled(texts);
    const whole = ended.filter(({ status }) => status === 'fulfilled');
    expect(whole.length).toBeGreaterThan(0);
    expect(whole.length).toBeLessThan(ended.length);
    for (const result of whole) expect(JSON.stringify(result)).toContain('[DONE]');
    await expect.poll(() => pidsOf(gateway, 1).length, PATIENCE).toBe(2);
    const statuses = await Promise.all(Array.from({ length: 20 }, () => statusOf(ask(url))));
    expect(count(statuses)).toEqual({ 200: 20 });
    expect(await requestsCounted(url)).toBeGreaterThanOrEqual(counted + 20);
  });

  it('listens where it did when all workers have been killed', TIMEOUT, async () => {
    const gateway = await start();
    const pids = [await pidOf(gateway, 1), await pidOf(gateway, 2)];
    for (const pid of pids) process.kill(pid, 'SIGKILL');
    await expect
      .poll(() => pidsOf(gateway, 1).length + pidsOf(gateway, 2).length, PATIENCE)
      .toBe(4);
    expect(await statusOf(ask(gateway.url))).toBe(200);
  });

  it('leaves nothing behind when its first process is killed', TIMEOUT, async () => {
    const gateway = await start();
    await gateway.kill();
    const outcome = () => statusOf(ask(gateway.url)).catch(() => 'nobody is there');
    await expect.poll(outcome, PATIENCE).toBe('nobody is there');
  });

  it('takes up another configuration in all workers', TIMEOUT, async () => {
    const named = (name: string) => ({
      port: 0,
      keys: [{ key: KEY, rpm: 1_000_000 }],
      nodes: [{ name, preset: 'embedded' }],
    });
    const gateway = await start(named('before'));
    const providers = async () => {
      const answers = await Promise.all(Array.from({ length: 20 }, () => ask(gateway.url)));
      await Promise.all(answers.map((answer) => answer.text()));
      return [...new Set(answers.map(({ headers }) => headers.get('x-ofox-provider')))];
    };
    expect(await providers()).toEqual(['before']);
    gateway.reload(named('after'));
    await expect.poll(providers, PATIENCE).toEqual(['after']);
    process.kill(await pidOf(gateway, 2), 'SIGKILL');
    await expect.poll(() => pidsOf(gateway, 2).length, PATIENCE).toBe(2);
    expect(await providers()).toEqual(['after']);
  });

  it('ends its streams on SIGTERM, and is gone', TIMEOUT, async () => {
    const gateway = await start();
    const streams = await Promise.all(Array.from({ length: 6 }, () => stream(gateway.url, 20)));
    gateway.signal('SIGTERM');
    for (const response of streams) expect(await response.text()).toContain('data: [DONE]');
    expect(await gateway.exit()).toBe(0);
    await expect(ask(gateway.url)).rejects.toThrow();
  });

  it('breaks off what takes longer than the time it gives', TIMEOUT, async () => {
    const gateway = await start({ drain: { graceMs: 100 } });
    const response = await stream(gateway.url, 5000);
    gateway.signal('SIGTERM');
    await expect(response.text()).rejects.toThrow();
    expect(await gateway.exit()).toBe(0);
  });

  it('tells why it cannot serve, once', TIMEOUT, async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const { port } = server.address() as { port: number };
    const failed = await start({ port }).catch((error: Error) => error.message);
    expect(failed).toMatch(/^The gateway ended: Cannot listen on 127\.0\.0\.1, port \d+: .*\n$/);
  });

  it.skipIf(!REDIS_SERVER)('shares one limit through Redis', TIMEOUT, async () => {
    const redis = await RedisServer.start();
    onTestFinished(() => redis.stop());
    const { url } = await start({
      keys: [{ key: KEY, name: 'shared', rpm: 50 }],
      redis: { url: redis.url, connectTimeoutMs: 10_000, commandTimeoutMs: 10_000 },
    });
    const statuses = await Promise.all(Array.from({ length: 80 }, () => statusOf(ask(url))));
    expect(count(statuses)).toEqual({ 200: 50, 429: 30 });
  });
});

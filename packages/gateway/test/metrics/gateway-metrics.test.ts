import { describe, expect, it } from 'vitest';
import { SeriesMap } from '../../src/metrics/series.ts';
import { CHATS, KEY, serve } from '../support/serve.ts';

async function metricsOf(call: (path: string) => Promise<Response>): Promise<string> {
  const response = await call('/metrics');
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
  return response.text();
}

/** The values of a metric's samples whose labels contain all of these. */
function samples(text: string, name: string, ...labels: string[]): number[] {
  const lines = text.split('\n').filter((line) => line.startsWith(`${name}{`));
  const found = lines.filter((line) => labels.every((label) => line.includes(label)));
  return found.map((line) => Number(line.slice(line.lastIndexOf(' ') + 1)));
}

describe('/metrics', () => {
  it('tells of requests, tokens, cost, times, attempts and circuits', async () => {
    const { post, call } = await serve();
    await (await post(CHATS.openai.path, CHATS.openai.body)).text();
    await (await post(CHATS.anthropic.path, { ...CHATS.anthropic.body, stream: true })).text();
    const text = await metricsOf(call);
    const gpt = 'model="openai/gpt-4o",node="embedded"';
    expect(samples(text, 'ofox_requests_total', gpt, 'status="200"', 'error=""')).toEqual([1]);
    expect(samples(text, 'ofox_requests_total', 'protocol="anthropic"')).toEqual([1]);
    expect(samples(text, 'ofox_tokens_total', gpt, 'type="input"')[0]).toBeGreaterThan(0);
    expect(samples(text, 'ofox_cost_usd_total', gpt)[0]).toBeGreaterThan(0);
    expect(samples(text, 'ofox_time_to_first_output_seconds_count', 'stream="true"')).toEqual([1]);
    expect(samples(text, 'ofox_request_duration_seconds_bucket', gpt, 'le="+Inf"')).toEqual([1]);
    expect(samples(text, 'ofox_attempts_total', gpt, 'outcome="ok"')).toEqual([1]);
    expect(samples(text, 'ofox_circuit_state', gpt)).toEqual([0]);
    expect(text).toContain('ofox_requests_in_flight 1\n');
    expect(text).toMatch(/\nofox_key_rpm\{key="key_[\w-]{12}"\} \d+\n/);
  });

  it('tells errors by their kind, and keys by a hash', async () => {
    const { post, call } = await serve();
    await post(CHATS.openai.path, { ...CHATS.openai.body, model: 'nobody/knows-this' });
    await post(CHATS.openai.path, CHATS.openai.body, { authorization: 'Bearer sk-test-wrong' });
    await post(CHATS.openai.path, CHATS.openai.body, { 'x-ofox-embedded': 'error=503' });
    const text = await metricsOf(call);
    expect(samples(text, 'ofox_requests_total', 'model="unknown"', 'error="not_found"')).toEqual([
      1,
    ]);
    expect(samples(text, 'ofox_requests_total', 'key=""', 'error="authentication"')).toEqual([1]);
    expect(samples(text, 'ofox_attempts_total', 'outcome="unavailable"')).toEqual([1]);
    expect(text).toMatch(/key="key_[\w-]{12}"/);
    expect(text).not.toContain(KEY);
    expect(text).not.toContain('sk-test-wrong');
  });

  it('is for callers on the same machine, or for those who bring the token', async () => {
    const open = await serve();
    const proxied = { headers: { 'x-forwarded-for': '203.0.113.7' } };
    expect((await fetch(`${open.url}/metrics`)).status).toBe(200);
    expect((await fetch(`${open.url}/metrics`, proxied)).status).toBe(403);
    const { url } = await serve({ metricsToken: 'sk-test-metrics' });
    const read = (authorization: string) =>
      fetch(`${url}/metrics`, { headers: { authorization } }).then(({ status }) => status);
    expect((await fetch(`${url}/metrics`)).status).toBe(401);
    expect(await read(`Bearer ${KEY}`)).toBe(401);
    expect(await read('Bearer sk-test-metrics')).toBe(200);
  });
});

describe('SeriesMap', () => {
  it('counts together what would be too many series', () => {
    const map = new SeriesMap(['model'], (labels) => labels, 3);
    for (let model = 0; model < 100; model += 1) map.get([`model-${model}`]);
    const labels = [...map.values()];
    expect(labels).toHaveLength(4);
    expect(labels.at(-1)).toEqual({ model: 'other' });
    expect(map.get(['model-1'])).toBe(labels[1]);
  });
});

describe('/readyz', () => {
  it('says so while the gateway serves, and why not while it stops', async () => {
    const { gateway, call } = await serve();
    expect(await (await call('/readyz')).json()).toEqual({ status: 'ready' });
    const closed = gateway.close({ delayMs: 300 });
    const stopping = await call('/readyz');
    expect(stopping.status).toBe(503);
    expect(await stopping.json()).toEqual({ status: 'stopping' });
    expect((await call('/healthz')).status).toBe(200);
    await closed;
    await expect(call('/readyz')).rejects.toThrow();
  });

  it('says that Redis is missing where nothing passes without it', async () => {
    let isUp = true;
    const { call } = await serve({ redisIsUp: () => isUp, needsRedis: true });
    expect((await call('/readyz')).status).toBe(200);
    expect(await (await call('/metrics')).text()).toContain('ofox_redis_up 1\n');
    isUp = false;
    expect((await call('/readyz')).status).toBe(503);
  });
});

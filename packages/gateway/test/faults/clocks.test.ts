import { PROTOCOL_NAMES, type Routing } from '@ofoxai/core';
import { error } from '@ofoxai/fake-upstream';
import { describe, expect, it } from 'vitest';
import { CHATS, serve } from '../support/serve.ts';
import { stoppedClock } from '../support/stopped-clock.ts';
import { fakeUpstream, node } from '../support/upstreams.ts';

const ROUTINGS: Routing[] = ['priority', 'cost', 'latency', 'balanced'];
const HOUR = 3_600_000;

describe('a clock that jumps', () => {
  it.each(ROUTINGS)('leaves %s routing with the nodes that are well', async (routing) => {
    const [bad, good] = [await fakeUpstream(), await fakeUpstream()];
    const clock = stoppedClock(10 * HOUR);
    const nodes = PROTOCOL_NAMES.flatMap((protocol) => [
      node(protocol, bad.url, { name: `bad-${protocol}` }),
      node(protocol, good.url, { name: `good-${protocol}` }),
    ]);
    const { post } = await serve({ nodes, clock, rpm: 1000 });
    const { path, body } = CHATS.openai;
    const ask = async () => {
      const response = await post(path, { ...body, provider: { routing } });
      await response.text();
      return response;
    };
    for (const jump of [0, 8 * HOUR, -9 * HOUR, 1, -HOUR / 2, 2 * HOUR]) {
      clock.time += jump;
      bad.reset();
      bad.script(error({ status: 500 }), { times: 20 });
      for (let call = 0; call < 8; call += 1) expect((await ask()).status).toBe(200);
      // Failures open circuits as on any clock.
      expect(bad.requests.length).toBeLessThanOrEqual(12);
    }
  });

  it('keeps the wait that a node asked for when it goes on', async () => {
    const upstream = await fakeUpstream();
    upstream.script(error({ status: 429 }, { headers: { 'retry-after': '30' } }));
    const clock = stoppedClock(10 * HOUR);
    const { post } = await serve({ nodes: [node('openai', upstream.url)], clock });
    const { path, body } = CHATS.openai;
    expect((await post(path, body)).status).toBe(429);
    clock.time += 29_999;
    expect((await post(path, body)).status).toBe(503);
    clock.time += 5 * HOUR;
    expect((await post(path, body)).status).toBe(200);
  });

  it('never lets a key over its limit, nor locks it out when it goes on', async () => {
    const upstream = await fakeUpstream();
    const clock = stoppedClock(10 * HOUR);
    const { post } = await serve({ nodes: [node('openai', upstream.url)], clock, rpm: 2 });
    const { path, body } = CHATS.openai;
    const statuses: number[] = [];
    for (const jump of [0, 0, -HOUR, 30_000, HOUR - 30_000, 60_000, 0, 0]) {
      clock.time += jump;
      statuses.push((await post(path, body)).status);
    }
    expect(statuses).toEqual([200, 200, 429, 429, 429, 200, 200, 429]);
  });
});

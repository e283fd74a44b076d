import { PROTOCOL_NAMES } from '@ofoxai/core';
import { error, faulty, pauseBeforeHeaders, reply, tryLater } from '@ofoxai/fake-upstream';
import { describe, expect, it } from 'vitest';
import { STREAMS } from '../support/ask.ts';
import { CHATS, serve } from '../support/serve.ts';
import { stoppedClock } from '../support/stopped-clock.ts';
import { fakeUpstream, node } from '../support/upstreams.ts';

const MINUTE = 60_000;

/** A gateway before one node, whose circuit a storm has opened and time half-opened. */
async function afterStorm(back: (typeof PROTOCOL_NAMES)[number]) {
  const upstream = await fakeUpstream();
  upstream.script(error({ status: 500 }), { times: 3 });
  const clock = stoppedClock(MINUTE);
  const served = await serve({ nodes: [node(back, upstream.url)], clock });
  const ask = async () => {
    const response = await served.post(CHATS.openai.path, CHATS.openai.body);
    await response.text();
    return response.status;
  };
  for (let call = 0; call < 3; call += 1) await ask();
  expect(await ask()).toBe(503);
  clock.time += MINUTE;
  upstream.reset();
  return { ...served, upstream, clock, ask };
}

describe.each(PROTOCOL_NAMES)(
  'the one call that may find out whether a node of %s is well',
  (back) => {
    it('is one, and its place is free again when its caller leaves (no. 15)', async () => {
      const { upstream, call, ask } = await afterStorm(back);
      upstream.script(faulty(reply(), pauseBeforeHeaders(Number.POSITIVE_INFINITY)));
      const leave = new AbortController();
      const { path, body } = STREAMS.openai;
      const init = { method: 'POST', body: JSON.stringify(body), signal: leave.signal };
      const probe = call(path, init);
      const request = await upstream.request(1);
      expect(await ask()).toBe(503);
      leave.abort();
      await expect(probe).rejects.toThrow();
      await request.closed;
      await expect.poll(ask).toBe(200);
    });

    it('gives its place back when the request is at fault, which is no fault of the node', async () => {
      const { upstream, ask } = await afterStorm(back);
      upstream.script(error({ status: 400 }));
      expect(await ask()).toBe(400);
      expect(await ask()).toBe(200);
    });

    it('fails and opens the circuit for longer', async () => {
      const { upstream, ask, clock } = await afterStorm(back);
      upstream.script(error({ status: 500 }));
      expect(await ask()).toBe(500);
      expect(await ask()).toBe(503);
      // The second cool-down is between one second and two.
      clock.time += 999;
      expect(await ask()).toBe(503);
      clock.time += 1002;
      expect(await ask()).toBe(200);
    });
  },
);

describe.each(PROTOCOL_NAMES)('a wait that %s asks for', (back) => {
  it('is obeyed to the letter in streams, too, and the next node is asked meanwhile', async () => {
    const [busy, free] = [await fakeUpstream(), await fakeUpstream()];
    busy.script(tryLater('seconds', 7000));
    const clock = stoppedClock(MINUTE);
    const { post } = await serve({
      nodes: [
        node(back, busy.url, { name: 'busy' }),
        node(back, free.url, { name: 'free', priority: 1 }),
      ],
      clock,
    });
    const answeredBy = async () => {
      const response = await post(STREAMS.openai.path, STREAMS.openai.body);
      await response.text();
      return response.headers.get('x-ofox-provider');
    };
    expect(await answeredBy()).toBe('free');
    clock.time += 6999;
    expect(await answeredBy()).toBe('free');
    expect(busy.requests).toHaveLength(1);
    clock.time += 2;
    expect(await answeredBy()).toBe('busy');
  });
});

describe('latency routing', () => {
  it('finds a node again that was slow, or failed, and is quick once more', async () => {
    const [one, two] = [await fakeUpstream(), await fakeUpstream()];
    const clock = stoppedClock(MINUTE);
    let draw = 0.5;
    const { post } = await serve({
      nodes: [node('openai', one.url, { name: 'one' }), node('openai', two.url, { name: 'two' })],
      clock,
      random: () => draw,
      rpm: 1000,
    });
    let latency = { one: 10, two: 500 };
    for (const [upstream, name] of [
      [one, 'one'],
      [two, 'two'],
    ] as const) {
      // Time passes while a node works.
      const answer: ReturnType<typeof reply> = (request) => {
        clock.time += latency[name];
        return reply()(request);
      };
      upstream.script(answer, { times: 1000 });
    }
    const ask = async () => {
      const response = await post(CHATS.openai.path, {
        ...CHATS.openai.body,
        provider: { routing: 'latency' },
      });
      await response.text();
      return response.headers.get('x-ofox-provider');
    };
    // Each is measured once.
    expect([await ask(), await ask()].sort()).toEqual(['one', 'two']);
    for (let call = 0; call < 5; call += 1) expect(await ask()).toBe('one');
    latency = { one: 800, two: 20 };
    // Slow at once, it is left at once.
    await ask();
    await ask();
    clock.time += MINUTE;
    draw = 0.01;
    await ask();
    draw = 0.5;
    for (let call = 0; call < 5; call += 1) expect(await ask()).toBe('two');
    latency = { one: 10, two: 20 };
    clock.time += MINUTE;
    draw = 0.01;
    await ask();
    draw = 0.5;
    for (let call = 0; call < 5; call += 1) expect(await ask()).toBe('one');
  });
});

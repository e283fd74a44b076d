import { PROTOCOL_NAMES } from '@ofoxai/core';
import {
  type Answer,
  cutAfterChunks,
  cutBeforeHeaders,
  error,
  errorInStream,
  faulty,
  gzip,
  html,
  oneByteAPacket,
  pauseAfterChunks,
  pauseBeforeHeaders,
  reply,
  withoutEndEvent,
  withoutFinish,
} from '@ofoxai/fake-upstream';
import { describe, expect, it } from 'vitest';
import { type Clock, systemClock } from '../../src/clock.ts';
import { STREAMS } from '../support/ask.ts';
import { heapInUse } from '../support/memory.ts';
import { CHATS, serve } from '../support/serve.ts';
import { fakeUpstream, node } from '../support/upstreams.ts';

const FOREVER = Number.POSITIVE_INFINITY;

/** What becomes of a call; the caller leaves those that hang, before or after the first output. */
const FATES: [name: string, answer: Answer, hangs?: 'before' | 'after'][] = [
  ['is answered', reply()],
  ['is answered in gzip', faulty(reply(), gzip())],
  ['is refused', error({ status: 400 })],
  ['fails', error({ status: 503 })],
  ['is answered by a page', html(200)],
  ['is cut off', faulty(reply(), cutBeforeHeaders())],
  ['hangs at its beginning', faulty(reply(), pauseBeforeHeaders(FOREVER)), 'before'],
];

const STREAM_FATES: typeof FATES = [
  ...FATES,
  ['comes byte by byte', faulty(reply({ text: 'ö' }), oneByteAPacket())],
  ['tells an error', faulty(reply({ chunks: 4 }), errorInStream({ status: 500 }, 4))],
  ['is cut in the middle', faulty(reply({ chunks: 5 }), cutAfterChunks(4))],
  ['stops without an end', faulty(reply(), withoutFinish(), withoutEndEvent())],
  ['hangs in the middle', faulty(reply({ chunks: 5 }), pauseAfterChunks(4, FOREVER)), 'after'],
];

/** A gateway before nodes that are never left alone, however badly they do. */
async function serveFates() {
  const upstream = await fakeUpstream();
  let time = 0;
  // An hour passes between any two looks at the clock, so that every circuit closes again.
  const clock: Clock = { ...systemClock, now: () => (time += 3_600_000) };
  const nodes = PROTOCOL_NAMES.map((back) =>
    node(back, upstream.url, { models: { [`${back}/*`]: '*' } }),
  );
  const served = await serve({ nodes, clock, maxConcurrent: 1 });
  const ask = async (
    face: (typeof PROTOCOL_NAMES)[number],
    back: string,
    streams: boolean,
    [, answer, hangs]: (typeof FATES)[number],
  ) => {
    const { path, body } = (streams ? STREAMS : CHATS)[face];
    upstream.reset();
    upstream.script(answer);
    const leave = new AbortController();
    const response = served.call(path.replace('google/', `${back}/`), {
      method: 'POST',
      body: JSON.stringify({ ...body, ...(face === 'gemini' ? {} : { model: `${back}/m` }) }),
      signal: leave.signal,
    });
    const ended = response.then((answered) => answered.text()).catch(() => '');
    if (hangs) {
      const request = await upstream.request(1);
      if (hangs === 'after') await response;
      leave.abort();
      await request.closed;
    }
    await ended;
    const status = await response.then(
      (answered) => answered.status,
      () => 0,
    );
    return status;
  };
  return { ...served, upstream, ask };
}

describe('after every kind of call', () => {
  it.each([false, true])(
    'the place of its key is free again (no. 22), streamed: %s',
    async (streams) => {
      const { ask, records } = await serveFates();
      let asked = 0;
      for (const face of PROTOCOL_NAMES) {
        for (const fate of streams ? STREAM_FATES : FATES) {
          const status = await ask(face, 'openai', streams, fate);
          asked += 1;
          // The one place would not be free for this call, if the one before held it.
          expect(status, fate[0]).not.toBe(429);
          await expect.poll(() => records.length).toBe(asked);
        }
      }
    },
  );

  it('nothing of it stays in memory (no. 21)', async () => {
    const { ask, records, gateway, url, upstream } = await serveFates();
    const fates = [
      ...FATES.map((fate) => [false, fate] as const),
      ...STREAM_FATES.map((fate) => [true, fate] as const),
    ];
    /** All fates on every face, the protocols behind by turns. */
    const round = async (turn: number) => {
      for (const [at, face] of PROTOCOL_NAMES.entries()) {
        const back = PROTOCOL_NAMES[(at + turn) % PROTOCOL_NAMES.length] ?? face;
        for (const [streams, fate] of fates) await ask(face, back, streams, fate);
      }
      const calls = PROTOCOL_NAMES.length * fates.length;
      await expect.poll(() => records.length).toBe(calls);
      records.length = 0;
      upstream.reset();
      return calls;
    };
    for (let turn = 0; turn < 4; turn += 1) await round(turn);
    const before = await heapInUse();
    let calls = 0;
    for (let turn = 0; turn < 8; turn += 1) calls += await round(turn);
    const grown = (await heapInUse()) - before;
    // What belongs to one call is more than that: the objects of its request and its answer alone.
    expect(grown / calls).toBeLessThan(3000);
    const metrics = await (await fetch(`${url}/metrics`)).text();
    const counts = [...metrics.matchAll(/node_requests_in_flight\{.*?\} (\d+)/g)];
    expect(new Set(counts.map(([, count]) => count))).toEqual(new Set(['0']));
    gateway.configure({ nodes: [] });
    await expect.poll(() => upstream.connections, { timeout: 20_000 }).toBe(0);
  }, 240_000);
});

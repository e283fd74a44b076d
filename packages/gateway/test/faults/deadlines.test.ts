import { createServer } from 'node:net';
import { PROTOCOL_NAMES } from '@ofoxai/core';
import {
  faulty,
  pauseAfterHeaders,
  pauseBeforeHeaders,
  pauseBetweenChunks,
  refusingUrl,
  reply,
  UNKNOWN_HOST_URL,
} from '@ofoxai/fake-upstream';
import { describe, expect, it, onTestFinished } from 'vitest';
import { messageOf, readStream, STREAMS, textOf } from '../support/ask.ts';
import { CHATS, serve } from '../support/serve.ts';
import { fakeUpstream, node } from '../support/upstreams.ts';

/** A server that takes connections and never says a word. */
async function silentPort(): Promise<number> {
  const server = createServer((socket) => socket.on('error', () => {}));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('No port was given');
  return address.port;
}

const FOREVER = Number.POSITIVE_INFINITY;

describe.each(PROTOCOL_NAMES)('a node of %s', (back) => {
  it('that does not get to a connection in time is passed over (no. 14)', async () => {
    const good = await fakeUpstream();
    // The handshake of TLS is a part of connecting, and nobody answers it.
    const silent = `https://127.0.0.1:${await silentPort()}`;
    const { post } = await serve({
      nodes: [
        node(back, silent, { name: 'silent', timeouts: { connectMs: 100 } }),
        node(back, good.url, { name: 'good', priority: 1 }),
      ],
    });
    for (const asked of [CHATS.openai, STREAMS.openai]) {
      const response = await post(asked.path, asked.body);
      expect(response.headers.get('x-ofox-provider')).toBe('good');
      const attempts = JSON.parse(response.headers.get('x-ofox-attempts') ?? '[]');
      expect(attempts[0]).toMatchObject({ provider: 'silent', kind: 'timeout' });
      await response.text();
    }
  });

  it.each([
    ['refuses', refusingUrl],
    ['has no address', async () => UNKNOWN_HOST_URL],
  ])('that %s is passed over by every caller, whole and streamed', async (_, url) => {
    const good = await fakeUpstream();
    const { post } = await serve({
      nodes: [
        node(back, await url(), { name: 'away' }),
        node(back, good.url, { name: 'good', priority: 1 }),
      ],
    });
    for (const face of PROTOCOL_NAMES) {
      const whole = await post(CHATS[face].path, CHATS[face].body);
      expect(whole.headers.get('x-ofox-provider')).toBe('good');
      await whole.text();
      const streamed = await readStream(face, await post(STREAMS[face].path, STREAMS[face].body));
      expect(textOf(streamed.events)).toBe('Hello from the fake upstream.');
    }
  });

  it('that takes too long in all is broken off, though it is never silent (no. 14)', async () => {
    const upstream = await fakeUpstream();
    const endless = faulty(
      reply({ text: 'x'.repeat(10_000), chunks: 10_000 }),
      pauseBetweenChunks(5),
    );
    upstream.script(endless);
    const { post, records } = await serve({
      nodes: [node(back, upstream.url, { timeouts: { totalMs: 200, idleMs: 60_000 } })],
    });
    const response = await post(STREAMS.openai.path, STREAMS.openai.body);
    const streamed = await readStream('openai', response);
    expect(streamed.isBroken || streamed.error !== undefined).toBe(true);
    expect(streamed.text).not.toContain('[DONE]');
    await expect.poll(() => records[0]).toMatchObject({ error: 'timeout' });
    expect(await (await upstream.request(1)).closed).toBe('aborted');
  });

  it('that hangs is let go of, and tells so with 504 (no. 14)', async () => {
    for (const [hang, timeouts] of [
      [pauseBeforeHeaders(FOREVER), { headersMs: 100 }],
      [pauseAfterHeaders(FOREVER), { idleMs: 100 }],
      [pauseBeforeHeaders(FOREVER), { totalMs: 100 }],
    ] as const) {
      const upstream = await fakeUpstream();
      upstream.script(faulty(reply(), hang));
      const { post } = await serve({ nodes: [node(back, upstream.url, { timeouts })] });
      const response = await post(CHATS.openai.path, CHATS.openai.body);
      expect(response.status).toBe(504);
      expect(messageOf(await response.json())).toMatch(/time|silent|within/);
      expect(await (await upstream.request(1)).closed).toBe('aborted');
    }
  });
});

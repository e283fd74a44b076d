import { once } from 'node:events';
import { describe, expect } from 'vitest';
import {
  createGate,
  faulty,
  pauseAfterChunks,
  pauseAfterHeaders,
  pauseBeforeHeaders,
  pauseBetweenChunks,
  reply,
  startFakeUpstream,
} from '../../src/index.ts';
import { CHAT, open, STREAMS, send } from '../raw-client.ts';
import { it } from '../upstream-test.ts';

/** What a connection brings until nothing more comes, and all once the gate is open. */
async function heldBy(
  port: number,
  path: string,
  body: object,
  gate: ReturnType<typeof createGate>,
) {
  const socket = open(port, path, { body: body as never });
  let text = '';
  socket.on('data', (bytes) => {
    text += bytes;
  });
  await once(socket, 'ready');
  const settle = async () => {
    for (let turn = 0; turn < 50; turn++) await new Promise(setImmediate);
  };
  await settle();
  const held = text;
  gate.open();
  while (!text.endsWith('0\r\n\r\n')) await once(socket, 'data');
  socket.destroy();
  return { held, text };
}

describe('pause', () => {
  for (const [protocol, path, body] of STREAMS) {
    it(`holds the headers (${protocol})`, async ({ upstream }) => {
      const gate = createGate();
      upstream.script(faulty(reply(), pauseBeforeHeaders(gate.opened)));
      const { held, text } = await heldBy(upstream.port, path, body as object, gate);
      expect(held).toBe('');
      expect(text).toContain('200 OK');
    });

    it(`holds the first chunk (${protocol})`, async ({ upstream }) => {
      const gate = createGate();
      upstream.script(faulty(reply(), pauseAfterHeaders(gate.opened)));
      const { held } = await heldBy(upstream.port, path, body as object, gate);
      expect(held).toMatch(/^HTTP\/1\.1 200 OK.*\r\n\r\n$/s);
    });

    it(`holds a later chunk (${protocol})`, async ({ upstream }) => {
      const gate = createGate();
      upstream.script(faulty(reply(), pauseAfterChunks(2, gate.opened)));
      const { held } = await heldBy(upstream.port, path, body as object, gate);
      expect(held.match(/data: /g)).toHaveLength(2);
    });
  }

  it('lasts as long as is said, between any two chunks', async () => {
    const slept: number[] = [];
    const upstream = await startFakeUpstream({ sleep: async (ms) => void slept.push(ms) });
    upstream.script(faulty(reply({ text: 'abc' }), pauseAfterHeaders(7), pauseBetweenChunks(5)));
    const answer = await send(upstream.port, CHAT, { body: { stream: true } });
    expect(answer.whole).toBe(true);
    expect(slept).toEqual([7, 5, 5, 5, 5, 5]);
    await upstream.close();
  });

  it('really takes its time', async ({ upstream }) => {
    upstream.script(faulty(reply(), pauseBeforeHeaders(5), pauseBetweenChunks(1)));
    expect((await send(upstream.port, CHAT, { body: { stream: true } })).whole).toBe(true);
  });

  it('holds a body with a length after its head', async ({ upstream }) => {
    upstream.script(faulty(reply(), pauseAfterHeaders(Number.POSITIVE_INFINITY)));
    const socket = open(upstream.port, CHAT, { body: {} });
    const [head] = await once(socket, 'data');
    expect(String(head)).toMatch(/content-length: \d+.*\r\n\r\n$/s);
    socket.destroy();
    await upstream.requests[0]!.closed;
  });
});

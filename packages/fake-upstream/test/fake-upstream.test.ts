import { once } from 'node:events';
import { describe, expect } from 'vitest';
import {
  cutAfterChunks,
  faulty,
  json,
  pauseAfterChunks,
  pauseBeforeHeaders,
  reply,
  startFakeUpstream,
  stream,
} from '../src/index.ts';
import { CHAT, MESSAGES, open, send } from './raw-client.ts';
import { it } from './upstream-test.ts';

describe('startFakeUpstream', () => {
  it('records what was asked', async ({ upstream }) => {
    const body = { model: 'm', stream: false, messages: [] };
    await send(upstream.port, `${CHAT}?a=1`, {
      body,
      headers: { Authorization: 'Bearer sk-test-1' },
    });
    expect(upstream.requests).toHaveLength(1);
    const [request] = upstream.requests;
    expect(request).toMatchObject({
      number: 1,
      method: 'POST',
      path: CHAT,
      json: body,
      text: JSON.stringify(body),
      protocol: 'openai',
      model: 'm',
      stream: false,
      ending: 'answered',
      aborted: false,
      stalls: 0,
    });
    expect(request!.query.get('a')).toBe('1');
    expect(request!.headers.authorization).toBe('Bearer sk-test-1');
    expect(request!.rawHeaders).toContain('Authorization');
    expect(request!.at).toBeGreaterThan(1_600_000_000_000);
    expect(request!.bytesWritten).toBeGreaterThan(100);
  });

  it('takes bodies in transfer chunks', async ({ upstream }) => {
    const response = await fetch(`${upstream.url}${CHAT}`, {
      method: 'POST',
      body: new Blob([JSON.stringify({ model: 'm' })]).stream(),
      duplex: 'half',
    } as RequestInit);
    await response.text();
    expect(upstream.requests[0]?.model).toBe('m');
  });

  it('keeps connections alive', async ({ upstream }) => {
    const socket = open(upstream.port, '/v1/models');
    for (let turn = 1; turn <= 3; turn++) {
      await once(socket, 'data');
      expect(upstream.requests).toHaveLength(turn);
      socket.write('GET /v1/models HTTP/1.1\r\nhost: upstream\r\n\r\n');
    }
    expect(upstream.connections).toBe(1);
    socket.destroy();
  });

  it('tells that a client left before there was an answer', async ({ upstream }) => {
    upstream.script(faulty(reply(), pauseBeforeHeaders(Number.POSITIVE_INFINITY)));
    const socket = open(upstream.port, CHAT, { body: {} });
    const request = await upstream.request(1);
    expect(request.ending).toBeUndefined();
    socket.destroy();
    expect(await request.closed).toBe('aborted');
    expect(request.aborted).toBe(true);
  });

  it('tells that a client left in mid-stream', async ({ upstream }) => {
    upstream.script(faulty(reply(), pauseAfterChunks(2, Number.POSITIVE_INFINITY)));
    const socket = open(upstream.port, CHAT, { body: { stream: true } });
    await once(socket, 'data');
    socket.destroy();
    expect(await upstream.requests[0]!.closed).toBe('aborted');
  });

  it('tells a connection that the script broke from one that the client left', async ({
    upstream,
  }) => {
    upstream.script(faulty(reply(), cutAfterChunks(1)));
    await send(upstream.port, CHAT, { body: { stream: true } });
    expect(upstream.requests[0]).toMatchObject({ ending: 'cut', aborted: false });
  });

  it('stops an endless stream while its reader is slow', async ({ upstream }) => {
    const event = { data: JSON.stringify({ text: 'x'.repeat(50_000) }) };
    function* endless() {
      for (;;) yield event;
    }
    upstream.script(stream({ events: endless() }));
    const socket = open(upstream.port, CHAT, { body: {} });
    const request = await upstream.request(1);
    await request.stalled;
    expect(request.stalls).toBe(1);
    const written = request.bytesWritten;
    for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate);
    expect(request.bytesWritten).toBe(written);
    socket.resume();
    while (request.bytesWritten === written) await new Promise(setImmediate);
    socket.destroy();
    expect(await request.closed).toBe('aborted');
  });

  it('closes with connections and timers open', async () => {
    const upstream = await startFakeUpstream();
    upstream.script(faulty(reply(), pauseBeforeHeaders(1_000_000)));
    const answer = send(upstream.port, CHAT, { body: {} });
    const request = await upstream.request(1);
    await upstream.close();
    expect((await answer).bytes).toHaveLength(0);
    expect(request.ending).toBe('cut');
    expect(upstream.connections).toBe(0);
  });

  it('waits with the sleep it is given', async () => {
    const slept: number[] = [];
    const upstream = await startFakeUpstream({
      sleep: async (ms) => {
        slept.push(ms);
      },
    });
    upstream.script(faulty(reply(), pauseBeforeHeaders(60_000)));
    expect((await send(upstream.port, CHAT, { body: {} })).status).toBe(200);
    expect(slept).toEqual([60_000]);
    await upstream.close();
  });

  it('makes a wrong script fail loudly', async () => {
    const upstream = await startFakeUpstream();
    upstream.script(reply());
    const answer = await send(upstream.port, '/v1/embeddings', { body: {} });
    expect(answer.status).toBe(500);
    expect(answer.text).toContain('a chat answer for POST /v1/embeddings');
    await expect(upstream.close()).rejects.toThrow('a chat answer for POST /v1/embeddings');
  });

  it('forgets on demand', async ({ upstream }) => {
    upstream.script(json({ scripted: true }));
    await send(upstream.port, '/nowhere', { method: 'POST' });
    upstream.script(json({ scripted: true }));
    upstream.reset();
    expect(upstream.requests).toHaveLength(0);
    expect((await send(upstream.port, MESSAGES, { body: {} })).text).not.toContain('scripted');
    expect((await upstream.request(1)).path).toBe(MESSAGES);
  });
});

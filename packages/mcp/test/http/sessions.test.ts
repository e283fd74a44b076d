import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  createGate,
  faulty,
  pauseBeforeHeaders,
  reply,
  startFakeUpstream,
} from '@ofoxai/fake-upstream';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { readBody } from '../../src/http/body.ts';
import { Sessions } from '../../src/http/sessions.ts';
import { createServerFactory } from '../../src/server.ts';
import { makeApp } from '../support/start.ts';
import { TestClock } from '../support/test-clock.ts';

const MINUTE = 60_000;

/** Sessions behind a server of their own, and what asks them. */
async function startSessions({ apiUrl = 'http://127.0.0.1:9', most = 1000 } = {}) {
  const clock = new TestClock();
  const sessions = new Sessions(createServerFactory(makeApp(apiUrl)), clock, most);
  const server = createServer(async (request, response) => {
    const bytes = await readBody(request, 1024 * 1024);
    const body = bytes.length === 0 ? undefined : JSON.parse(bytes.toString());
    await sessions.serve(request, response, body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    await sessions.close();
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const post = (message: object, session?: string) =>
    fetch(`http://127.0.0.1:${port}/mcp`, {
      method: 'POST',
      headers: {
        accept: 'application/json, text/event-stream',
        'content-type': 'application/json',
        ...(session !== undefined && { 'mcp-session-id': session }),
      },
      body: JSON.stringify({ jsonrpc: '2.0', ...message }),
    });
  const initialize = () => {
    const clientInfo = { name: 'test', version: '1' };
    const params = { protocolVersion: '2025-06-18', capabilities: {}, clientInfo };
    return post({ id: 0, method: 'initialize', params });
  };
  return {
    clock,
    sessions,
    initialize,
    async open(): Promise<string> {
      const response = await initialize();
      await response.text();
      return response.headers.get('mcp-session-id') ?? '';
    },
    /** What a ping is answered with. */
    async ping(session: string): Promise<number> {
      const response = await post({ id: 1, method: 'ping' }, session);
      await response.text();
      return response.status;
    },
    ask: (session: string) => {
      const params = { name: 'chat', arguments: { model: 'openai/gpt-4o', prompt: 'Hi' } };
      return post({ id: 2, method: 'tools/call', params }, session);
    },
  };
}

/** An API that answers when the gate is opened. */
async function startSlowUpstream() {
  const gate = createGate();
  const upstream = await startFakeUpstream();
  onTestFinished(() => upstream.close());
  upstream.script(faulty(reply({ text: 'At last.' }), pauseBeforeHeaders(gate.opened)));
  return { gate, upstream };
}

describe('a session', () => {
  test('lives as long as it is used each half hour', async () => {
    const { clock, open, ping } = await startSessions();
    const session = await open();
    for (let i = 0; i < 4; i++) {
      clock.advance(29 * MINUTE);
      expect(await ping(session)).toBe(200);
    }
    clock.advance(32 * MINUTE);
    expect(await ping(session)).toBe(404);
  });

  test('is not closed under a call that takes an hour', async () => {
    const { gate, upstream } = await startSlowUpstream();
    const { clock, open, ask, ping } = await startSessions({ apiUrl: upstream.url });
    const session = await open();
    const asked = ask(session);
    await upstream.request(1);
    clock.advance(60 * MINUTE);
    gate.open();
    expect(await (await asked).text()).toContain('At last.');
    clock.advance(29 * MINUTE);
    expect(await ping(session)).toBe(200);
  });

  test('makes room for the next one when it has not been used for longest', async () => {
    const { clock, open, ping } = await startSessions({ most: 2 });
    const [first, second] = [await open(), await open()];
    clock.advance(1);
    expect(await ping(first)).toBe(200);
    const third = await open();
    expect(await Promise.all([first, second, third].map(ping))).toEqual([200, 404, 200]);
  });

  test('is refused when all others are at work', async () => {
    const { gate, upstream } = await startSlowUpstream();
    const { open, ask, initialize } = await startSessions({ apiUrl: upstream.url, most: 1 });
    const asked = ask(await open());
    await upstream.request(1);
    const refused = await initialize();
    expect(refused.status).toBe(503);
    expect(await refused.text()).toContain('Too many sessions');
    gate.open();
    expect(await (await asked).text()).toContain('At last.');
    await vi.waitFor(async () => expect((await initialize()).status).toBe(200));
  });
});

test('no timer is left when all sessions are closed', async () => {
  const { clock, sessions, open } = await startSessions();
  await open();
  expect(clock.timers).toBe(1);
  await sessions.close();
  expect(clock.timers).toBe(0);
});

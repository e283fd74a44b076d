import { request as httpRequest } from 'node:http';
import { createGate, faulty, pauseAfterChunks, reply } from '@ofoxai/fake-upstream';
import { describe, expect, it } from 'vitest';
import { STREAMS } from '../support/ask.ts';
import { KEY, serve } from '../support/serve.ts';
import { fakeUpstream, node } from '../support/upstreams.ts';

const STREAM_COUNT = 1000;

/** One stream over a connection of its own; it can be left at any time. */
function openStream(url: string) {
  const { path, body } = STREAMS.anthropic;
  const request = httpRequest(url + path, {
    method: 'POST',
    headers: { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' },
    agent: false,
  });
  let text = '';
  const begun = new Promise<void>((resolve) => {
    request.on('response', (response) => {
      response.setEncoding('utf8');
      response.on('data', (piece: string) => {
        text += piece;
        resolve();
      });
      response.on('error', () => {});
    });
  });
  const closed = new Promise<void>((resolve) => request.on('close', () => resolve()));
  request.on('error', () => {});
  request.end(JSON.stringify(body));
  return { begun, closed, leave: () => request.destroy(), text: () => text };
}

describe('a thousand streams at a time', () => {
  it('of which half are left by their callers', async () => {
    const upstream = await fakeUpstream();
    const gate = createGate();
    const answer = faulty(
      reply({ text: 'one two three', chunks: 3 }),
      pauseAfterChunks(3, gate.opened),
    );
    upstream.script(answer, { times: STREAM_COUNT });
    const { url, records } = await serve({
      nodes: [node('openai', upstream.url, { connections: STREAM_COUNT })],
      rpm: 100_000,
    });
    const streams = Array.from({ length: STREAM_COUNT }, () => openStream(url));
    await Promise.all(streams.map(({ begun }) => begun));
    expect(upstream.requests).toHaveLength(STREAM_COUNT);
    streams.forEach((stream, at) => {
      if (at % 2 === 0) stream.leave();
    });
    const left = upstream.requests.filter(() => true);
    await expect
      .poll(() => left.filter(({ aborted }) => aborted).length, { timeout: 20_000 })
      .toBe(STREAM_COUNT / 2);
    gate.open();
    await Promise.all(streams.map(({ closed }) => closed));
    const complete = streams.filter((stream) => stream.text().includes('message_stop'));
    expect(complete).toHaveLength(STREAM_COUNT / 2);
    await expect.poll(() => records.length, { timeout: 10_000 }).toBe(STREAM_COUNT);
    expect(records.filter(({ aborted }) => aborted)).toHaveLength(STREAM_COUNT / 2);
    expect(records.filter(({ error }) => error)).toHaveLength(0);
  }, 60_000);
});

describe('a caller who reads slowly', () => {
  it('holds the upstream back instead of filling memory', async () => {
    for (const back of ['anthropic', 'openai'] as const) {
      const upstream = await fakeUpstream();
      const size = 64 * 1024 * 1024;
      upstream.script(reply({ text: 'x'.repeat(size), chunks: 1000 }));
      const { url } = await serve({ nodes: [node(back, upstream.url)] });
      const { path, body } = STREAMS.anthropic;
      const request = httpRequest(url + path, {
        method: 'POST',
        headers: { authorization: `Bearer ${KEY}` },
        agent: false,
      });
      const begun = new Promise<void>((resolve) => {
        request.on('response', (response) => {
          response.pause();
          response.on('error', () => {});
          resolve();
        });
      });
      request.on('error', () => {});
      request.end(JSON.stringify(body));
      await begun;
      const asked = await upstream.request(1);
      await asked.stalled;
      expect(asked.bytesWritten).toBeLessThan(size / 2);
      request.destroy();
      expect(await asked.closed).toBe('aborted');
    }
  }, 30_000);
});

import { request as httpRequest } from 'node:http';
import { PROTOCOL_NAMES, type ProtocolName } from '@ofoxai/core';
import {
  createGate,
  faulty,
  pauseAfterChunks,
  type RecordedRequest,
  reply,
  type SseEvent,
  stream,
} from '@ofoxai/fake-upstream';
import { describe, expect, it } from 'vitest';
import { STREAMS } from '../support/ask.ts';
import { heapInUse } from '../support/memory.ts';
import { KEY, serve } from '../support/serve.ts';
import { fakeUpstream, node } from '../support/upstreams.ts';

const STREAM_COUNT = 1000;
const PIECE = 'x'.repeat(64 * 1024);

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
  it('of which half are left by their callers leave nothing behind', async () => {
    const upstream = await fakeUpstream();
    const { url, records, gateway } = await serve({
      nodes: [node('openai', upstream.url, { connections: STREAM_COUNT })],
      rpm: 100_000,
    });
    /** Bytes of the heap in use after a crowd has come and gone. */
    const crowd = async (count: number) => {
      const gate = createGate();
      const answer = faulty(
        reply({ text: 'one two three', chunks: 3 }),
        pauseAfterChunks(3, gate.opened),
      );
      upstream.script(answer, { times: count });
      const streams = Array.from({ length: count }, () => openStream(url));
      await Promise.all(streams.map(({ begun }) => begun));
      expect(upstream.requests).toHaveLength(count);
      streams.forEach((stream, at) => {
        if (at % 2 === 0) stream.leave();
      });
      const aborted = () => upstream.requests.filter((request) => request.aborted).length;
      await expect.poll(aborted, { timeout: 60_000 }).toBe(count / 2);
      gate.open();
      await Promise.all(streams.map(({ closed }) => closed));
      const complete = streams.filter((stream) => stream.text().includes('message_stop'));
      expect(complete).toHaveLength(count / 2);
      await expect.poll(() => records.length, { timeout: 60_000 }).toBe(count);
      expect(records.filter((record) => record.aborted)).toHaveLength(count / 2);
      expect(records.filter(({ error }) => error)).toHaveLength(0);
      records.length = 0;
      upstream.reset();
      return heapInUse();
    };
    const before = await crowd(100);
    await crowd(STREAM_COUNT);
    const metrics = await (await fetch(`${url}/metrics`)).text();
    expect(metrics).toMatch(/^ofox_requests_in_flight 1$/m);
    expect(metrics).toMatch(/^ofox_node_requests_in_flight\{.*\} 0$/m);
    // Connections that are kept for later go with the node.
    gateway.configure({ nodes: [] });
    await expect.poll(() => upstream.connections, { timeout: 60_000 }).toBe(0);
    const grown = (await heapInUse()) - before;
    expect(grown / STREAM_COUNT).toBeLessThan(3000);
  }, 240_000);
});

/** Answers without end, in pieces of 64 KiB. */
const ENDLESS: Record<ProtocolName, () => Iterable<SseEvent>> = {
  *openai() {
    const choices = [{ index: 0, delta: { content: PIECE }, finish_reason: null }];
    const data = JSON.stringify({ id: 'a', object: 'chat.completion.chunk', model: 'm', choices });
    for (;;) yield { data };
  },
  *anthropic() {
    const message = { id: 'a', type: 'message', role: 'assistant', model: 'm', content: [] };
    const usage = { input_tokens: 1, output_tokens: 1 };
    const named = (type: string, fields: object) => ({
      event: type,
      data: JSON.stringify({ type, ...fields }),
    });
    yield named('message_start', { message: { ...message, usage } });
    yield named('content_block_start', { index: 0, content_block: { type: 'text', text: '' } });
    const delta = { index: 0, delta: { type: 'text_delta', text: PIECE } };
    for (;;) yield named('content_block_delta', delta);
  },
  *gemini() {
    const candidates = [{ content: { role: 'model', parts: [{ text: PIECE }] } }];
    for (;;) yield { data: JSON.stringify({ candidates, modelVersion: 'm' }) };
  },
};

describe('a caller who reads slowly', () => {
  it.each(PROTOCOL_NAMES)('holds %s back instead of filling memory', async (back) => {
    const upstream = await fakeUpstream();
    upstream.script((request) => stream({ events: ENDLESS[back]() })(request));
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
    // What the kernel's buffers hold on two connections, and little more.
    await expect.poll(() => hasStopped(asked), { timeout: 20_000 }).toBe(true);
    expect(asked.bytesWritten).toBeLessThan(32 * 1024 * 1024);
    request.destroy();
    expect(await asked.closed).toBe('aborted');
  });
});

/** Whether nothing was taken for a while. */
async function hasStopped(request: RecordedRequest): Promise<boolean> {
  const before = request.bytesWritten;
  await new Promise((resolve) => setTimeout(resolve, 200));
  return request.bytesWritten === before;
}

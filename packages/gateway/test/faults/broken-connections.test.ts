import { type JsonValue, PROTOCOL_NAMES, type ProtocolName } from '@ofoxai/core';
import {
  type Answer,
  cutAfterChunks,
  cutAfterHeaders,
  cutBeforeHeaders,
  cutInCharacter,
  cutInChunk,
  cutInTransferChunk,
  faulty,
  notHttp,
  pauseAfterChunks,
  pauseAfterHeaders,
  pauseBeforeHeaders,
  redirect,
  refusingUrl,
  reply,
  truncatedBody,
  UNKNOWN_HOST_URL,
  withoutEndEvent,
  withoutFinish,
} from '@ofoxai/fake-upstream';
import { describe, expect, it } from 'vitest';
import { messageOf, readStream, replyTextOf, STREAMS, textOf } from '../support/ask.ts';
import { CHATS, serve } from '../support/serve.ts';
import { fakeUpstream, node } from '../support/upstreams.ts';

const whole = reply({ text: 'Grüße' });
const long = reply({ text: 'Grüße aus der Ferne, und alles Gute.', chunks: 6 });

/** Faults before any output, after which the next node is asked. */
const EARLY: [string, Answer][] = [
  ['resets before headers', faulty(whole, cutBeforeHeaders())],
  ['closes before headers', faulty(whole, cutBeforeHeaders('close'))],
  ['resets after headers', faulty(whole, cutAfterHeaders())],
  ['closes after headers', faulty(whole, cutAfterHeaders('close'))],
  ['does not speak HTTP', notHttp('SSH-2.0-OpenSSH_9.2\r\n')],
  ['hangs before headers', faulty(whole, pauseBeforeHeaders(Number.POSITIVE_INFINITY))],
  ['hangs after headers', faulty(whole, pauseAfterHeaders(Number.POSITIVE_INFINITY))],
  ['sends elsewhere', redirect('http://127.0.0.1:1/')],
];

/** Faults of a body in one piece: nothing of it has been told, so another node can take over. */
const WHOLE: [string, Answer][] = [
  ...EARLY,
  ['resets in mid-chunk', faulty(whole, cutInChunk())],
  ['closes in mid-chunk', faulty(whole, cutInChunk(1, 'close'))],
  ['resets in mid-character', faulty(whole, cutInCharacter())],
  ['sends less than it announced', faulty(whole, truncatedBody())],
];

const timeouts = { headersMs: 150, idleMs: 150 };

describe.each(PROTOCOL_NAMES)('%s upstream', (back) => {
  it.each(WHOLE)('that %s leads to the next node', async (_, answer) => {
    const [bad, good] = [await fakeUpstream(), await fakeUpstream()];
    bad.script(answer);
    good.script(reply({ text: 'from the other' }));
    const { post } = await serve({
      nodes: [
        node(back, bad.url, { name: 'bad', timeouts }),
        node(back, good.url, { name: 'good', priority: 1 }),
      ],
    });
    const face: ProtocolName = 'openai';
    const response = await post(CHATS[face].path, CHATS[face].body);
    expect(response.status).toBe(200);
    expect(replyTextOf(face, (await response.json()) as JsonValue)).toBe('from the other');
    expect(response.headers.get('x-ofox-provider')).toBe('good');
    const attempts = JSON.parse(response.headers.get('x-ofox-attempts') ?? '[]');
    expect(attempts).toHaveLength(2);
    expect(attempts[0]).toMatchObject({ provider: 'bad', kind: /timeout|upstream/ });
    expect(bad.requests).toHaveLength(1);
  });

  it.each(EARLY)('that %s before the first output of a stream leads on, too', async (_, answer) => {
    const [bad, good] = [await fakeUpstream(), await fakeUpstream()];
    bad.script(answer);
    const { post } = await serve({
      nodes: [
        node(back, bad.url, { name: 'bad', timeouts }),
        node(back, good.url, { name: 'good', priority: 1 }),
      ],
    });
    for (const face of PROTOCOL_NAMES) {
      bad.script(answer);
      const streamed = await readStream(face, await post(STREAMS[face].path, STREAMS[face].body));
      expect(streamed.error).toBeUndefined();
      expect(textOf(streamed.events)).toBe('Hello from the fake upstream.');
    }
  });

  it.each<[string, Answer]>([
    ['is reset', faulty(long, cutAfterChunks(4))],
    ['is closed', faulty(long, cutAfterChunks(4, 'close'))],
    ['is reset in mid-chunk', faulty(long, cutInChunk(5))],
    ['is reset in mid-character', faulty(long, cutInCharacter())],
    ['is cut in a transfer chunk', faulty(long, cutInTransferChunk())],
    ['hangs', faulty(long, pauseAfterChunks(4, Number.POSITIVE_INFINITY))],
    ['ends without saying so', faulty(long, withoutFinish(), withoutEndEvent())],
  ])(
    'whose stream %s after output tells so and never ends cleanly (no. 12)',
    async (what, answer) => {
      for (const face of PROTOCOL_NAMES) {
        const upstream = await fakeUpstream();
        upstream.script(answer);
        const { post, records } = await serve({ nodes: [node(back, upstream.url, { timeouts })] });
        const response = await post(STREAMS[face].path, STREAMS[face].body);
        // A cut within the first character comes before any output.
        if (response.status !== 200) {
          expect(what).toMatch(/character|transfer chunk/);
          expect(response.status).toBeGreaterThanOrEqual(500);
          await response.text();
          continue;
        }
        const streamed = await readStream(face, response);
        expect(streamed.isBroken || streamed.error !== undefined).toBe(true);
        expect(streamed.text).not.toContain('[DONE]');
        expect(streamed.text).not.toContain('"type":"message_stop"');
        expect(upstream.requests).toHaveLength(1);
        await expect.poll(() => records[0]?.error).toMatch(/stream|upstream|timeout/);
      }
    },
  );
});

describe('an upstream that is not there', () => {
  it.each([
    ['refuses', refusingUrl],
    ['has no address', async () => UNKNOWN_HOST_URL],
  ])('%s', async (_, url) => {
    const { post } = await serve({ nodes: [node('openai', await url())] });
    const response = await post(CHATS.anthropic.path, CHATS.anthropic.body);
    expect(response.status).toBe(503);
    expect(messageOf(await response.json())).toContain('cannot be reached');
  });
});

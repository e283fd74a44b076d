import { PROTOCOL_NAMES } from '@ofoxai/core';
import {
  type Answer,
  error,
  errorInStream,
  faulty,
  html,
  raw,
  redirect,
  reply,
} from '@ofoxai/fake-upstream';
import { describe, expect, it } from 'vitest';
import { STREAMS } from '../support/ask.ts';
import { CHATS, KEY, serve } from '../support/serve.ts';
import { fakeUpstream, node, PROVIDER_KEY } from '../support/upstreams.ts';

const words = `Incorrect API key provided: ${PROVIDER_KEY}. You can find yours at example.com.`;

/** Answers in which a careless provider quotes the key that it was sent. */
const CARELESS: [string, Answer][] = [
  ['an error', error({ status: 401, message: words, code: PROVIDER_KEY, param: PROVIDER_KEY })],
  ['a server error', error({ status: 500, message: words, type: PROVIDER_KEY })],
  ['an error in a success', error({ status: 500, message: words }, { httpStatus: 200 })],
  ['an error without JSON', raw({ status: 403, body: words })],
  ['a web page', html(502)],
  ['a redirect', redirect(`http://127.0.0.1:1/?key=${PROVIDER_KEY}`)],
  ['an error before output', faulty(reply(), errorInStream({ status: 500, message: words }))],
  [
    'an error in mid-stream',
    faulty(reply({ chunks: 4 }), errorInStream({ status: 500, message: words }, 4)),
  ],
];

describe.each(PROTOCOL_NAMES)('the key of a provider on the %s wire', (back) => {
  it.each(CARELESS)('is not told though the provider quotes it in %s', async (what, answer) => {
    for (const face of PROTOCOL_NAMES) {
      for (const asked of [CHATS[face], STREAMS[face]]) {
        if (asked === CHATS[face] && /stream|output/.test(what)) continue;
        const upstream = await fakeUpstream();
        upstream.script(answer);
        const { post, records, failures, url } = await serve({
          nodes: [node(back, upstream.url)],
        });
        const response = await post(asked.path, asked.body);
        const text = await response.text().catch(() => '');
        await expect.poll(() => records.length).toBe(1);
        const metrics = await (await fetch(`${url}/metrics`)).text();
        const told = [text, JSON.stringify([...response.headers]), JSON.stringify(records)];
        told.push(JSON.stringify(failures), metrics);
        for (const place of told) {
          expect(place).not.toContain(PROVIDER_KEY);
          expect(place).not.toContain(KEY);
        }
        expect(JSON.stringify(records) + metrics).not.toContain('Hello');
      }
    }
  });
});

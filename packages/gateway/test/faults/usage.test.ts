import { hash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type JsonObject, PROTOCOL_NAMES, type ProtocolName } from '@ofoxai/core';
import {
  createGate,
  cutAfterChunks,
  editEvents,
  error,
  errorInStream,
  faulty,
  pauseAfterChunks,
  pauseBeforeHeaders,
  reply,
} from '@ofoxai/fake-upstream';
import { describe, expect, it } from 'vitest';
import { KeyStore } from '../../src/keys/key-store.ts';
import { MemorySpendLedger } from '../../src/keys/spend/memory-spend-ledger.ts';
import type { SpendLedger } from '../../src/keys/spend/spend-ledger.ts';
import type { NodeConfig } from '../../src/upstream/node-config.ts';
import { temporaryDirectory } from '../keys/temporary-directory.ts';
import { STREAMS } from '../support/ask.ts';
import { CHATS, KEY, serve } from '../support/serve.ts';
import { fakeUpstream, node } from '../support/upstreams.ts';
import { dataOf } from '../support/well-formed.ts';

const PAIRS = PROTOCOL_NAMES.flatMap((face) =>
  PROTOCOL_NAMES.map((back) => [face, back] as [ProtocolName, ProtocolName]),
);

/** Of 25 fresh tokens, 10 from the cache and 7 written. */
const usage = { input: 25, cacheRead: 10, output: 7 };

const TOLD: Record<ProtocolName, JsonObject> = {
  openai: {
    prompt_tokens: 35,
    completion_tokens: 7,
    total_tokens: 42,
    prompt_tokens_details: { cached_tokens: 10 },
  },
  anthropic: { input_tokens: 25, cache_read_input_tokens: 10, output_tokens: 7 },
  gemini: {
    promptTokenCount: 35,
    cachedContentTokenCount: 10,
    candidatesTokenCount: 7,
    totalTokenCount: 42,
  },
};

const usageOf = (face: ProtocolName, body: JsonObject) =>
  (face === 'gemini' ? body.usageMetadata : body.usage) as JsonObject;

describe.each(PAIRS)('usage told to %s by %s', (face, back) => {
  const price = { input: 2, output: 10, cacheRead: 0.2 };
  const models = { '*': { name: '*', price } };

  it('counts the cache once, whole and streamed, and so does the cost (no. 8, 9)', async () => {
    const upstream = await fakeUpstream();
    upstream.script(reply({ usage }), { times: 2 });
    const { post, records } = await serve({ nodes: [node(back, upstream.url, { models })] });
    const whole = await post(CHATS[face].path, CHATS[face].body);
    expect(usageOf(face, (await whole.json()) as JsonObject)).toMatchObject(TOLD[face]);
    const streamed = await post(STREAMS[face].path, STREAMS[face].body);
    const events = dataOf(await streamed.text());
    const last = events.findLast((event) => usageOf(face, event) !== undefined) as JsonObject;
    const told = usageOf(face, last);
    if (face === 'anthropic' && back === 'anthropic') {
      // As it came: the input with the start, the output at the end.
      const [started] = events as { message: { usage: JsonObject } }[];
      const start = started?.message.usage;
      expect({ ...start, ...told }).toMatchObject(TOLD[face]);
    } else expect(told).toMatchObject(TOLD[face]);
    await expect.poll(() => records.length).toBe(2);
    for (const record of records) {
      expect(record).toMatchObject({ inputTokens: 35, outputTokens: 7 });
      // 25 at 2, 10 at 0.2 and 7 at 10 USD a million.
      expect(Number(record.cost)).toBeCloseTo(0.000122, 12);
    }
  });
});

describe('usage of an Anthropic upstream', () => {
  it('may come with message_delta alone (no. 8)', async () => {
    for (const face of PROTOCOL_NAMES) {
      const upstream = await fakeUpstream();
      const late = editEvents((event) => {
        if (event.type === 'message_start') delete (event.message as JsonObject).usage;
        if (event.type === 'message_delta') event.usage = { input_tokens: 25, output_tokens: 7 };
        return event;
      });
      upstream.script(faulty(reply(), late));
      const { post, records } = await serve({ nodes: [node('anthropic', upstream.url)] });
      await (await post(STREAMS[face].path, STREAMS[face].body)).text();
      await expect.poll(() => records[0]).toMatchObject({ inputTokens: 25, outputTokens: 7 });
    }
  });
});

describe('usage of an OpenAI upstream', () => {
  it.each(PROTOCOL_NAMES)(
    'reaches %s also in the chunk of the last text (no. 16)',
    async (face) => {
      const upstream = await fakeUpstream();
      const early = editEvents((event) => {
        const choices = event.choices as JsonObject[];
        if (choices.length === 0) return undefined;
        if (choices[0]?.finish_reason === null) return event;
        event.usage = { prompt_tokens: 25, completion_tokens: 7, total_tokens: 32 };
        return event;
      });
      upstream.script(faulty(reply(), early));
      const { post, records } = await serve({ nodes: [node('openai', upstream.url)] });
      await (await post(STREAMS[face].path, STREAMS[face].body)).text();
      await expect.poll(() => records[0]).toMatchObject({ inputTokens: 25, outputTokens: 7 });
    },
  );
});

/** A gateway whose key has a spend limit, and what it settles call by call: `undefined` is the most. */
async function spending(nodes: readonly NodeConfig[]) {
  const settled: (string | undefined)[] = [];
  const inner = new MemorySpendLedger(Date.now);
  const ledger: SpendLedger = {
    reserve(key, limits, usd) {
      const reservation = inner.reserve(key, limits, usd);
      return {
        settle(cost) {
          settled.push(cost);
          reservation.settle(cost);
        },
      };
    },
  };
  const file = join(temporaryDirectory(), 'keys.jsonl');
  const entry = { sha256: hash('sha256', KEY), created: '2026-01-01T00:00:00Z' };
  writeFileSync(file, JSON.stringify({ ...entry, spend: { day: '100' } }));
  const clock = { every: () => () => {} };
  const keys = await KeyStore.open({ file, rpm: 200, clock, now: Date.now });
  return { ...(await serve({ nodes, ledger, keys })), settled };
}

describe('money', () => {
  const price = { input: 2, output: 10 };
  const models = { '*': { name: '*', price } };
  const whole = { ...CHATS.openai.body, max_tokens: 100 };
  const streamed = { ...STREAMS.openai.body, max_tokens: 100 };
  const { path } = CHATS.openai;

  it('is taken once, however many nodes were tried', async () => {
    const upstream = await fakeUpstream();
    upstream.script(error({ status: 503 }));
    upstream.script(faulty(reply(), errorInStream({ status: 503 })), { when: (r) => r.stream });
    const { post, settled, records } = await spending([
      node('openai', upstream.url, { models, name: 'one' }),
      node('openai', upstream.url, { models, name: 'two', priority: 1 }),
    ]);
    for (const body of [whole, streamed]) expect((await post(path, body)).status).toBe(200);
    await expect.poll(() => settled).toHaveLength(2);
    // 10 in and 6 out, by the node that answered.
    expect(settled.map(Number)).toEqual([0.00008, 0.00008]);
    expect(records.map(({ cost }) => Number(cost))).toEqual([0.00008, 0.00008]);
  });

  it('is given back once for a call that no node answered', async () => {
    const upstream = await fakeUpstream();
    upstream.script(error({ status: 503 }), { times: 2 });
    const { post, settled } = await spending([
      node('openai', upstream.url, { models, name: 'one' }),
      node('openai', upstream.url, { models, name: 'two', priority: 1 }),
    ]);
    expect((await post(path, whole)).status).toBe(503);
    await expect.poll(() => settled).toEqual(['0']);
  });

  it.each(PROTOCOL_NAMES)(
    'is kept when a caller leaves a stream of %s before its usage (no. 10)',
    async (back) => {
      const upstream = await fakeUpstream();
      const gate = createGate();
      upstream.script(faulty(reply({ chunks: 3 }), pauseAfterChunks(4, gate.opened)));
      const { call, settled, records } = await spending([node(back, upstream.url, { models })]);
      const leave = new AbortController();
      const init = { method: 'POST', body: JSON.stringify(streamed), signal: leave.signal };
      const response = await call(path, init);
      const reader = response.body?.getReader();
      await reader?.read();
      leave.abort();
      expect(await (await upstream.request(1)).closed).toBe('aborted');
      await expect.poll(() => settled).toHaveLength(1);
      await expect.poll(() => records[0]).toMatchObject({ aborted: true });
      // What is known of the cost by then, or the most that it can be; never nothing.
      expect(settled[0]).not.toBe('0');
    },
  );

  it('is kept when the answer breaks off, and when the node may have answered', async () => {
    const upstream = await fakeUpstream();
    upstream.script(faulty(reply({ chunks: 5 }), cutAfterChunks(4)));
    upstream.script(faulty(reply(), pauseBeforeHeaders(Number.POSITIVE_INFINITY)));
    const { post, settled } = await spending([
      node('openai', upstream.url, { models, timeouts: { headersMs: 100 } }),
    ]);
    await (await post(path, streamed)).text().catch(() => '');
    expect((await post(path, whole)).status).toBe(504);
    await expect.poll(() => settled).toEqual([undefined, undefined]);
  });
});

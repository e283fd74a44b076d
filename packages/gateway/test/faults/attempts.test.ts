import { PROTOCOL_NAMES } from '@ofoxai/core';
import {
  cutAfterChunks,
  error,
  faulty,
  pauseAfterChunks,
  pauseBeforeHeaders,
  RETRY_AFTER_FORMS,
  type RetryAfterForm,
  reply,
  tryLater,
} from '@ofoxai/fake-upstream';
import { describe, expect, it } from 'vitest';
import { messageOf, STREAMS } from '../support/ask.ts';
import { CHATS, serve } from '../support/serve.ts';
import { fakeUpstream, node, PROVIDER_KEY } from '../support/upstreams.ts';

/** A clock that a test sets. */
function stoppedClock() {
  const clock = { time: 1_000_000, now: () => clock.time, every: () => () => {} };
  return clock;
}

const { path, body } = CHATS.openai;

describe('statuses of an upstream', () => {
  it.each([429, 500, 502, 503, 504, 529])('%d leads to the next node (no. 15)', async (status) => {
    for (const back of PROTOCOL_NAMES) {
      const [bad, good] = [await fakeUpstream(), await fakeUpstream()];
      bad.script(error({ status }));
      const { post } = await serve({
        nodes: [node(back, bad.url, { name: 'bad' }), node('openai', good.url, { priority: 1 })],
      });
      const response = await post(path, body);
      expect(response.status).toBe(200);
      expect(JSON.parse(response.headers.get('x-ofox-attempts') ?? '[]')).toMatchObject([
        { model: 'openai/gpt-4o', provider: 'bad', status },
        { model: 'openai/gpt-4o', provider: 'openai' },
      ]);
    }
  });

  it.each([400, 401, 403, 404, 409, 413, 422])('%d leads nowhere', async (status) => {
    for (const back of PROTOCOL_NAMES) {
      const [bad, good] = [await fakeUpstream(), await fakeUpstream()];
      bad.script(error({ status, message: 'the inner words' }));
      const { post } = await serve({
        nodes: [node(back, bad.url, { name: 'bad' }), node('openai', good.url, { priority: 1 })],
      });
      const response = await post(path, {
        ...body,
        provider: { fallback: ['openai/gpt-4o-mini'] },
      });
      expect(response.status).toBe(status);
      expect(messageOf(await response.json())).toContain('the inner words');
      expect(good.requests).toHaveLength(0);
    }
  });

  it('tells the error of the first answer when every node and model fails', async () => {
    const [one, two] = [await fakeUpstream(), await fakeUpstream()];
    one.script(error({ status: 502, message: 'first words' }), { times: 9 });
    two.script(error({ status: 500, message: 'second words' }), { times: 9 });
    const { post } = await serve({
      nodes: [node('openai', one.url, { name: 'one' }), node('gemini', two.url, { priority: 1 })],
    });
    for (const face of PROTOCOL_NAMES) {
      const request = { ...CHATS[face].body, provider: { fallback: ['openai/gpt-4o-mini'] } };
      const response = await post(CHATS[face].path, request);
      if (face === 'openai') {
        expect(response.status).toBe(502);
        expect(messageOf(await response.json())).toBe('first words');
        const attempts = JSON.parse(response.headers.get('x-ofox-attempts') ?? '[]');
        expect(attempts).toHaveLength(4);
      } else await response.text();
    }
  });

  it('goes on to a model of another protocol, and names who answered', async () => {
    const upstream = await fakeUpstream();
    upstream.script(error({ status: 503 }), { model: 'gpt-4o' });
    const { post } = await serve({
      nodes: [
        node('openai', upstream.url, { models: { 'openai/*': '*' } }),
        node('anthropic', upstream.url, { models: { 'anthropic/*': '*' } }),
      ],
    });
    const fallback = ['nobody/knows', 'anthropic/claude-sonnet-4.5'];
    const response = await post(path, { ...body, provider: { fallback } });
    // A wrong id is told, not passed over.
    expect(response.status).toBe(404);
    upstream.script(error({ status: 503 }), { model: 'gpt-4o' });
    const other = await post(path, { ...body, provider: { fallback: fallback.slice(1) } });
    expect(other.status).toBe(200);
    expect(await other.json()).toMatchObject({ model: 'anthropic/claude-sonnet-4.5' });
    expect(upstream.requests.at(-1)?.path).toBe('/v1/messages');
  });

  it('passes over a known model that no node serves', async () => {
    const upstream = await fakeUpstream();
    const { post } = await serve({
      nodes: [node('openai', upstream.url, { models: { 'openai/gpt-4o': 'gpt-4o' } })],
    });
    const unserved = { ...body, model: 'anthropic/claude-opus-4.6' };
    const refused = await post(path, unserved);
    expect(refused.status).toBe(404);
    expect(await refused.json()).toMatchObject({ error: { code: 'model_unavailable' } });
    const served = await post(path, { ...unserved, provider: { fallback: ['gpt-4o'] } });
    expect(await served.json()).toMatchObject({ model: 'openai/gpt-4o' });
  });

  it('leaves out nodes whose wire cannot say the request', async () => {
    const upstream = await fakeUpstream();
    const file = { type: 'file', file: { file_id: 'file-1' } };
    const request = { ...body, messages: [{ role: 'user', content: [file] }] };
    const nodes = [node('anthropic', upstream.url), node('openai', upstream.url, { priority: 1 })];
    const { post } = await serve({ nodes });
    const response = await post(path, request);
    expect(response.status).toBe(200);
    expect(response.headers.get('x-ofox-provider')).toBe('openai');
    const alone = await serve({ nodes: nodes.slice(0, 1) });
    const refused = await alone.post(path, request);
    expect(refused.status).toBe(400);
    expect(upstream.requests).toHaveLength(1);
  });
});

describe('circuits', () => {
  it('open in a storm of 5xx, spare the node, and close again (no. 15)', async () => {
    const upstream = await fakeUpstream();
    upstream.script(error({ status: 500 }), { times: 3 });
    const clock = stoppedClock();
    const { post } = await serve({ nodes: [node('openai', upstream.url)], clock });
    for (let call = 0; call < 3; call += 1) expect((await post(path, body)).status).toBe(500);
    const spared = await post(path, body);
    expect(spared.status).toBe(503);
    const wait = Number(spared.headers.get('retry-after-ms'));
    expect(wait).toBeGreaterThan(400);
    expect(wait).toBeLessThanOrEqual(1000);
    expect(upstream.requests).toHaveLength(3);
    clock.time += wait;
    expect((await post(path, body)).status).toBe(200);
    expect((await post(path, body)).status).toBe(200);
  });

  it('go to the next node at once while one rests', async () => {
    const [bad, good] = [await fakeUpstream(), await fakeUpstream()];
    bad.script(error({ status: 503 }), { times: 3 });
    const clock = stoppedClock();
    const { post } = await serve({
      nodes: [node('openai', bad.url, { name: 'bad' }), node('gemini', good.url, { priority: 1 })],
      clock,
    });
    for (let call = 0; call < 6; call += 1) expect((await post(path, body)).status).toBe(200);
    expect(bad.requests).toHaveLength(3);
    expect(good.requests).toHaveLength(6);
  });

  it('are not opened by errors of the request, nor by callers who leave', async () => {
    const upstream = await fakeUpstream();
    upstream.script(error({ status: 400 }), { times: 5 });
    const { post, call } = await serve({ nodes: [node('openai', upstream.url)] });
    for (let asked = 0; asked < 5; asked += 1) await post(path, body);
    upstream.script(faulty(reply(), pauseBeforeHeaders(Number.POSITIVE_INFINITY)), { times: 5 });
    for (let asked = 0; asked < 5; asked += 1) {
      const abort = new AbortController();
      const left = call(path, { method: 'POST', body: JSON.stringify(body), signal: abort.signal });
      const request = await upstream.request(6 + asked);
      abort.abort();
      await expect(left).rejects.toThrow();
      expect(await request.closed).toBe('aborted');
    }
    expect((await post(path, body)).status).toBe(200);
  });

  it('open after streams that break again and again (no. 15)', async () => {
    const upstream = await fakeUpstream();
    upstream.script(faulty(reply({ chunks: 5 }), cutAfterChunks(4)), { times: 3 });
    const { post } = await serve({ nodes: [node('openai', upstream.url)], clock: stoppedClock() });
    for (let call = 0; call < 3; call += 1) {
      const response = await post(path, STREAMS.openai.body);
      await response.text().catch(() => '');
    }
    expect((await post(path, body)).status).toBe(503);
  });

  const WAITS: Record<RetryAfterForm, [least: number, most: number] | undefined> = {
    seconds: [7000, 7000],
    fraction: [6500, 6500],
    date: [4000, 7000],
    milliseconds: [6500, 6500],
    'ratelimit-reset': [6500, 6500],
    'anthropic-reset': [4000, 7000],
    'retry-info': [6500, 6500],
    none: undefined,
    garbage: undefined,
    negative: undefined,
    past: undefined,
  };

  it.each(RETRY_AFTER_FORMS)('obey a 429 that tells its wait by %s', async (form) => {
    const upstream = await fakeUpstream();
    upstream.script(tryLater(form, 6500));
    const clock = stoppedClock();
    const back = form === 'retry-info' ? 'gemini' : 'openai';
    const { post } = await serve({ nodes: [node(back, upstream.url)], clock });
    const refused = await post(path, body);
    expect(refused.status).toBe(429);
    const told = refused.headers.get('retry-after-ms');
    const wait = WAITS[form];
    const next = await post(path, body);
    if (!wait) {
      expect(next.status).toBe(200);
      return;
    }
    expect(Number(told)).toBeGreaterThanOrEqual(wait[0]);
    expect(Number(told)).toBeLessThanOrEqual(wait[1]);
    expect(next.status).toBe(503);
    expect(upstream.requests).toHaveLength(1);
    clock.time += Number(told) + 1;
    expect((await post(path, body)).status).toBe(200);
  });

  it('bear a clock that jumps', async () => {
    const upstream = await fakeUpstream();
    const clock = stoppedClock();
    const { post } = await serve({ nodes: [node('openai', upstream.url)], clock });
    for (const jump of [0, 1e12, -2e12, 5, -1e6]) {
      clock.time += jump;
      expect((await post(path, body)).status).toBe(200);
    }
  });
});

describe('at most one call is under way', () => {
  it('and a caller who leaves stops it at once (no. 11)', async () => {
    for (const face of PROTOCOL_NAMES) {
      for (const stream of [false, true]) {
        const upstream = await fakeUpstream();
        const hang = faulty(reply(), pauseBeforeHeaders(Number.POSITIVE_INFINITY));
        upstream.script(hang, { times: 2 });
        const { call, records } = await serve({
          nodes: [node('openai', upstream.url), node('gemini', upstream.url, { priority: 1 })],
        });
        const asked = (stream ? STREAMS : CHATS)[face];
        const abort = new AbortController();
        const init = { method: 'POST', body: JSON.stringify(asked.body), signal: abort.signal };
        const left = call(asked.path, init);
        const request = await upstream.request(1);
        expect(upstream.requests).toHaveLength(1);
        abort.abort();
        await expect(left).rejects.toThrow();
        expect(await request.closed).toBe('aborted');
        await expect.poll(() => records[0]).toMatchObject({ aborted: true });
        expect(upstream.requests).toHaveLength(1);
      }
    }
  });

  it('and one who leaves in mid-stream stops it, too (no. 11)', async () => {
    for (const face of PROTOCOL_NAMES) {
      const upstream = await fakeUpstream();
      const hang = pauseAfterChunks(3, Number.POSITIVE_INFINITY);
      upstream.script(faulty(reply({ chunks: 5 }), hang));
      const { call } = await serve({ nodes: [node('openai', upstream.url)] });
      const abort = new AbortController();
      const { path, body } = STREAMS[face];
      const init = { method: 'POST', body: JSON.stringify(body), signal: abort.signal };
      const response = await call(path, init);
      const request = await upstream.request(1);
      abort.abort();
      await expect(response.text()).rejects.toThrow();
      expect(await request.closed).toBe('aborted');
    }
  });
});

describe('headers', () => {
  it('go on only where they are known and the protocol is the same', async () => {
    const upstream = await fakeUpstream();
    const { post } = await serve({
      nodes: [
        node('anthropic', upstream.url, {
          models: { 'anthropic/*': '*' },
          headers: { 'x-team': 'blue' },
        }),
        node('openai', upstream.url, { models: { 'openai/*': '*' } }),
      ],
    });
    const sent = {
      cookie: 'session=1',
      'x-forwarded-for': '10.0.0.1',
      'anthropic-beta': 'context-1m',
      'anthropic-version': '2026-10-21',
      'openai-organization': 'org-1',
      'x-api-key': 'sk-test-caller',
    };
    await post(CHATS.anthropic.path, CHATS.anthropic.body, sent);
    await post(path, body, sent);
    await post(CHATS.anthropic.path, { ...CHATS.anthropic.body, model: 'openai/gpt-4o' }, sent);
    const [same, openai, crossed] = upstream.requests.map(({ headers }) => headers);
    expect(same).toMatchObject({
      'anthropic-beta': 'context-1m',
      'anthropic-version': '2026-10-21',
      'x-api-key': PROVIDER_KEY,
      'x-team': 'blue',
    });
    for (const headers of [same, openai, crossed]) {
      expect(headers).not.toHaveProperty('cookie');
      expect(headers).not.toHaveProperty('x-forwarded-for');
      expect(headers).not.toHaveProperty('openai-organization');
      expect(JSON.stringify(headers)).not.toMatch(/sk-test-caller|sk-test-gateway/);
    }
    expect(crossed).not.toHaveProperty('anthropic-beta');
    expect(openai?.authorization).toBe(`Bearer ${PROVIDER_KEY}`);
  });

  it('of the upstream stay behind', async () => {
    const upstream = await fakeUpstream();
    const headers = {
      'set-cookie': 'a=1',
      'x-internal': 'host-7',
      'x-ratelimit-limit-requests': '1',
    };
    upstream.script(reply({}, headers), { times: 2 });
    const { post } = await serve({ nodes: [node('openai', upstream.url)] });
    for (const asked of [CHATS.openai, STREAMS.openai]) {
      const response = await post(asked.path, asked.body);
      expect(response.headers.get('set-cookie')).toBeNull();
      expect(response.headers.get('x-internal')).toBeNull();
      expect(response.headers.get('x-ratelimit-limit-requests')).toBe('200');
      await response.text();
    }
  });
});

import { PROTOCOL_NAMES } from '@ofoxai/core';
import { cutBeforeHeaders, error, faulty, pauseBeforeHeaders, reply } from '@ofoxai/fake-upstream';
import { describe, expect, it } from 'vitest';
import { STREAMS } from '../support/ask.ts';
import { CHATS, KEY, serve } from '../support/serve.ts';
import { stoppedClock } from '../support/stopped-clock.ts';
import { fakeUpstream, node } from '../support/upstreams.ts';

const LIMIT = 20;
const OTHER = 'sk-test-other';

function limits(response: Response): (string | null)[] {
  return ['limit', 'remaining', 'reset'].map((name) =>
    response.headers.get(`x-ratelimit-${name}-requests`),
  );
}

describe.each(PROTOCOL_NAMES)('an answer to %s', (face) => {
  it('tells limit, remaining and reset, whatever it is', async () => {
    const upstream = await fakeUpstream();
    const clock = stoppedClock();
    const { post, call } = await serve({
      nodes: [
        node('openai', upstream.url, {
          models: { 'openai/*': '*', 'anthropic/*': '*', 'google/*': '*' },
          timeouts: { headersMs: 1500 },
        }),
      ],
      rpm: LIMIT,
      clock,
      maxBodyBytes: 10_000,
    });
    const { path, body } = CHATS[face];
    const at = (fields: object) => ({ ...body, ...fields });
    const gemini = face === 'gemini' ? path.replace(/models\/.*:/, 'models/nobody/knows:') : path;
    const expected: [status: number, ask: () => Promise<Response>, counted: boolean][] = [
      [200, () => post(path, body), true],
      [200, () => post(STREAMS[face].path, STREAMS[face].body), true],
      [400, () => post(path, '{'), true],
      [404, () => post(gemini, at({ model: 'nobody/knows' })), true],
      [413, () => post(path, at({ user: 'x'.repeat(20_000) })), true],
      [429, () => scripted(error({ status: 429 })), true],
      [502, () => scripted(error({ status: 502 })), true],
      [502, () => scripted(faulty(reply(), cutBeforeHeaders())), true],
      [504, () => scripted(faulty(reply(), pauseBeforeHeaders(Number.POSITIVE_INFINITY))), true],
      [405, () => call(path, { method: 'PUT' }), false],
      [404, () => call('/v1/nowhere', { method: 'POST' }), false],
      [200, () => call('/v1/models'), false],
    ];
    const scripted = (answer: ReturnType<typeof reply>) => {
      upstream.script(answer);
      return post(path, body);
    };
    let used = 0;
    for (const [status, ask, counted] of expected) {
      // Long enough for a circuit to let the next call try.
      clock.time += 1000;
      const response = await ask();
      if (counted) used += 1;
      expect([response.status, ...limits(response)]).toEqual([
        status,
        String(LIMIT),
        String(LIMIT - used),
        // The first of them goes a minute after it came, at second 1.
        `${61 - clock.time / 1000}s`,
      ]);
      await response.text();
    }
  });

  it('that refuses costs neither its own key nor others anything', async () => {
    const upstream = await fakeUpstream();
    const clock = stoppedClock();
    const keys = [
      { key: KEY, name: 'one', rpm: 3 },
      { key: OTHER, name: 'other', rpm: 3 },
    ];
    const { post } = await serve({ nodes: [node('openai', upstream.url)], keys, clock });
    const { path, body } = CHATS[face];
    const statuses: number[] = [];
    for (let sent = 0; sent < 50; sent += 1) {
      clock.time = sent;
      const response = await post(path, body);
      statuses.push(response.status);
      if (response.status === 429) expect(limits(response)).toEqual(['3', '0', '60s']);
      await response.text();
    }
    expect(statuses.filter((status) => status === 200)).toHaveLength(3);
    const other = await post(path, body, { authorization: `Bearer ${OTHER}` });
    expect([other.status, ...limits(other)]).toEqual([200, '3', '2', '60s']);
    await other.text();
    // The flood has not put off the moment at which the next request passes.
    clock.time = 60_000;
    expect((await post(path, body)).status).toBe(200);
    expect((await post(path, body)).status).toBe(429);
    clock.time = 60_002;
    expect((await post(path, body)).status).toBe(200);
    expect(upstream.requests).toHaveLength(6);
  });
});

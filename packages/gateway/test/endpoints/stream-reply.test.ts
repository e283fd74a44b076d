import { OfoxError, type ReplyEvent } from '@ofoxai/core';
import { describe, expect, it } from 'vitest';
import { answer, ENDING, said, scriptedProvider, started } from '../support/scripted-provider.ts';
import { CHATS, serve } from '../support/serve.ts';
import { signal } from '../support/signal.ts';

const GEMINI_STREAM = CHATS.gemini.path.replace(':generate', ':streamGenerate');
const STREAMS = {
  openai: { path: CHATS.openai.path, body: { ...CHATS.openai.body, stream: true } },
  anthropic: { path: CHATS.anthropic.path, body: { ...CHATS.anthropic.body, stream: true } },
  gemini: { path: `${GEMINI_STREAM}?alt=sse`, body: CHATS.gemini.body },
};

const provider = scriptedProvider(({ model }) => answer(model, 'Hi', ' there'));

/** The JSON of each event's data. */
function dataOf(text: string): unknown[] {
  return text
    .split('\n')
    .filter((line) => line.startsWith('data: ') && line !== 'data: [DONE]')
    .map((line) => JSON.parse(line.slice(6)));
}

/** Everything that comes until the connection ends or breaks. */
async function readAll(response: Response): Promise<{ text: string; broken: boolean }> {
  const decoder = new TextDecoder();
  let text = '';
  try {
    for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
      text += decoder.decode(chunk, { stream: true });
    }
    return { text, broken: false };
  } catch {
    return { text, broken: true };
  }
}

describe('streams', () => {
  it('come as events', async () => {
    const { post } = await serve({ provider });
    for (const { path, body } of Object.values(STREAMS)) {
      const response = await post(path, body);
      expect(response.status).toBe(200);
      expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
      expect(response.headers.get('cache-control')).toBe('no-cache');
      expect(response.headers.get('x-ofox-provider')).toBe('scripted');
      const text = await response.text();
      expect(text.endsWith('\n\n')).toBe(true);
      expect(dataOf(text).length).toBeGreaterThanOrEqual(2);
    }
  });

  it('end with usage on the OpenAI wire only when that is asked for', async () => {
    const { post } = await serve({ provider });
    const { path, body } = STREAMS.openai;
    const plain = await (await post(path, body)).text();
    expect(plain).not.toContain('prompt_tokens');
    expect(plain).toMatch(/data: \[DONE\]\n\n$/);
    const asked = { ...body, stream_options: { include_usage: true } };
    const last = dataOf(await (await post(path, asked)).text()).at(-1);
    expect(last).toMatchObject({ choices: [], usage: { prompt_tokens: 3, completion_tokens: 2 } });
  });

  it('are a JSON array on the Gemini wire without alt=sse', async () => {
    const { post } = await serve({ provider });
    const response = await post(GEMINI_STREAM, CHATS.gemini.body);
    expect(response.headers.get('content-type')).toContain('application/json');
    const chunks = (await response.json()) as { candidates: { finishReason?: string }[] }[];
    expect(chunks.length).toBeGreaterThanOrEqual(2);
    expect(chunks.at(-1)?.candidates[0]?.finishReason).toBe('STOP');
  });

  it('send each piece when it is there, not at the end', async () => {
    const released = signal();
    const slow = scriptedProvider(async function* ({ model }) {
      yield started(model);
      yield said('first');
      await released.given;
      yield said('second');
      yield* ENDING;
    });
    const { post } = await serve({ provider: slow });
    const response = await post(STREAMS.openai.path, STREAMS.openai.body);
    const reader = (response.body as ReadableStream<Uint8Array>).getReader();
    const { value } = await reader.read();
    expect(new TextDecoder().decode(value)).toContain('first');
    released.give();
    while (!(await reader.read()).done);
  });
});

describe('a caller who leaves', () => {
  it.each(['before the first output', 'after it'])('ends the work %s', async (moment) => {
    const ended = signal<unknown>();
    const begun = signal();
    const endless = scriptedProvider(async function* ({ model }, options) {
      yield started(model);
      if (moment === 'after it') yield said('Hi');
      begun.give();
      await new Promise((_, reject) => {
        options.signal.addEventListener('abort', () => {
          ended.give(options.signal.reason);
          reject(options.signal.reason);
        });
      });
    });
    const { call, records } = await serve({ provider: endless });
    const leaving = new AbortController();
    const response = call(STREAMS.openai.path, {
      method: 'POST',
      body: JSON.stringify(STREAMS.openai.body),
      signal: leaving.signal,
    });
    await begun.given;
    if (moment === 'after it') await response;
    leaving.abort();
    await response.then(
      (opened) => opened.text().catch(() => ''),
      () => '',
    );
    expect(await ended.given).toMatchObject({ kind: 'aborted' });
    await expect.poll(() => records[0]).toMatchObject({ aborted: true });
    expect(records[0]?.error).toBeUndefined();
  });
});

describe('a failure in mid-stream', () => {
  const broken = scriptedProvider(function* ({ model }): Iterable<ReplyEvent> {
    yield started(model);
    yield said('Hi');
    throw new OfoxError('unavailable', 'Overloaded.', { status: 503 });
  });

  it.each([
    ['openai', { error: { message: 'Overloaded.', type: 'service_unavailable' } }],
    ['anthropic', { type: 'error', error: { message: 'Overloaded.' } }],
    ['gemini', { error: { code: 503, message: 'Overloaded.', status: 'UNAVAILABLE' } }],
  ] as const)('is told in the words of %s, and breaks the connection', async (name, error) => {
    const { post, records } = await serve({ provider: broken });
    const response = await post(STREAMS[name].path, STREAMS[name].body);
    const read = await readAll(response);
    expect(read.broken).toBe(true);
    expect(dataOf(read.text).at(-1)).toMatchObject(error);
    expect(read.text).not.toContain('[DONE]');
    await expect.poll(() => records[0]).toMatchObject({ status: 200, error: 'unavailable' });
    expect(records[0]?.aborted).toBeUndefined();
  });

  it('that is a fault of the gateway is told without details, and logged', async () => {
    const faulty = scriptedProvider(function* ({ model }): Iterable<ReplyEvent> {
      yield started(model);
      yield said('Hi');
      throw new TypeError('a secret detail');
    });
    const { post, failures } = await serve({ provider: faulty });
    const read = await readAll(await post(STREAMS.openai.path, STREAMS.openai.body));
    expect(read.broken).toBe(true);
    expect(dataOf(read.text).at(-1)).toMatchObject({ error: { type: 'internal_error' } });
    expect(read.text).not.toContain('secret');
    expect(failures).toEqual([expect.objectContaining({ err: expect.any(TypeError) })]);
  });

  it('closes the array on the Gemini wire', async () => {
    const { post } = await serve({ provider: broken });
    const read = await readAll(await post(GEMINI_STREAM, CHATS.gemini.body));
    expect(read.broken).toBe(true);
    expect(JSON.parse(read.text).at(-1)).toMatchObject({ error: { code: 503 } });
  });
});

describe('a long silence', () => {
  /** Time that passes when a test says so. */
  function handClock() {
    const ticking = new Set<() => void>();
    return {
      now: () => 0,
      every(_ms: number, callback: () => void) {
        ticking.add(callback);
        return () => ticking.delete(callback);
      },
      tick: () => {
        for (const callback of ticking) callback();
      },
    };
  }

  it.each([
    ['openai', ': keep-alive\n\n'],
    ['anthropic', 'event: ping\ndata: {"type": "ping"}\n\n'],
  ] as const)('is broken by heartbeats on the wire of %s', async (name, heartbeat) => {
    const clock = handClock();
    const released = signal();
    const begun = signal();
    const slow = scriptedProvider(async function* ({ model }) {
      begun.give();
      await released.given;
      yield* answer(model, 'late');
    });
    const { post } = await serve({ provider: slow, clock });
    const pending = post(STREAMS[name].path, STREAMS[name].body);
    await begun.given;
    clock.tick();
    const response = await pending;
    expect(response.status).toBe(200);
    released.give();
    const text = await response.text();
    expect(text.startsWith(heartbeat)).toBe(true);
    expect(text).toContain('late');
  });

  it('stays silent on the Gemini wire, whose SDKs take nothing but data', async () => {
    const clock = handClock();
    const { post } = await serve({
      provider: scriptedProvider(async function* ({ model }) {
        clock.tick();
        await Promise.resolve();
        yield* answer(model, 'late');
      }),
      clock,
    });
    const text = await (await post(STREAMS.gemini.path, STREAMS.gemini.body)).text();
    expect(text.startsWith('data: ')).toBe(true);
  });
});

describe('a slow reader', () => {
  it('makes the provider wait instead of filling memory', async () => {
    let sent = 0;
    const piece = 'x'.repeat(65_536);
    const flood = scriptedProvider(async function* ({ model }) {
      yield started(model);
      for (; sent < 2000; sent += 1) {
        yield said(piece);
        // Lets the sockets have their turn.
        await new Promise((resolve) => setImmediate(resolve));
      }
      yield* ENDING;
    });
    const { post } = await serve({ provider: flood });
    const response = await post(STREAMS.openai.path, STREAMS.openai.body);
    let before = -1;
    await expect
      .poll(
        () => {
          const still = sent === before;
          before = sent;
          return still;
        },
        { interval: 100, timeout: 10_000 },
      )
      .toBe(true);
    expect(sent).toBeLessThan(1000);
    const { text, broken } = await readAll(response);
    expect(broken).toBe(false);
    expect(text.length).toBeGreaterThan(2000 * piece.length);
  });
});

import type { CacheMarker, ChatRequest } from '@ofoxai/core';
import { describe, expect, it } from 'vitest';
import { PromptCache } from '../../src/embedded/cache.ts';
import { readPrompt } from '../../src/embedded/prompt.ts';
import { chatRequest, reply, testProvider } from './ask.ts';

const HOUR: CacheMarker = { ttl: '1h' };

function conversation(
  system: string,
  turns: string[],
  marked: Record<number, CacheMarker>,
): ChatRequest {
  return chatRequest('', {
    model: 'anthropic/claude-sonnet-4.5',
    system: [{ type: 'text', text: system, cache: HOUR }],
    messages: turns.map((text, index) => ({
      role: index % 2 ? 'assistant' : 'user',
      content: [{ type: 'text', text, ...(marked[index] ? { cache: marked[index] } : {}) }],
    })),
  });
}

describe('PromptCache', () => {
  it('writes at first, reads the next time, and forgets in time', () => {
    let now = 0;
    const cache = new PromptCache(() => now);
    const prompt = readPrompt(conversation('Be kind.', ['hello'], { 0: {} }));
    const [system = 0, all = 0] = prompt.segments.map((segment) => segment.tokensSoFar);
    const account = () => cache.account('m', prompt, false);
    expect(account()).toEqual({
      input: 0,
      cacheRead: 0,
      cacheWrite: all - system,
      cacheWrite1h: system,
    });
    expect(account()).toEqual({ input: 0, cacheRead: all, cacheWrite: 0, cacheWrite1h: 0 });
    now += 299_999;
    expect(account()).toMatchObject({ cacheRead: all });
    now += 300_000;
    expect(account()).toEqual({
      input: 0,
      cacheRead: system,
      cacheWrite: all - system,
      cacheWrite1h: 0,
    });
    now += 3_600_000;
    expect(account()).toMatchObject({ cacheRead: 0, cacheWrite1h: system });
  });

  it('reads what an earlier turn cached when the marker has moved on', () => {
    const cache = new PromptCache(() => 0);
    const first = readPrompt(conversation('Be kind.', ['hello'], { 0: {} }));
    const second = readPrompt(conversation('Be kind.', ['hello', 'hi', 'more'], { 2: {} }));
    cache.account('m', first, false);
    expect(cache.account('m', second, false)).toEqual({
      input: 0,
      cacheRead: first.tokens,
      cacheWrite: second.tokens - first.tokens,
      cacheWrite1h: 0,
    });
  });

  it('knows models and contents apart', () => {
    const cache = new PromptCache(() => 0);
    const prompt = readPrompt(conversation('Be kind.', ['hello'], {}));
    cache.account('a', prompt, false);
    expect(cache.account('b', prompt, false).cacheRead).toBe(0);
    const other = readPrompt(conversation('Be kinder.', ['hello'], {}));
    expect(cache.account('a', other, false).cacheRead).toBe(0);
    expect(cache.account('a', prompt, false).cacheRead).toBeGreaterThan(0);
  });

  it('forgets the least recently used', () => {
    const cache = new PromptCache(() => 0, 2);
    const [one, two, three] = ['1', '2', '3'].map((text) =>
      readPrompt(conversation(text, ['x'], {})),
    );
    const read = (prompt = one) => cache.account('m', prompt!, false).cacheRead > 0;
    expect([read(one), read(two), read(one), read(three), read(one), read(two)]).toEqual([
      ...[false, false, true, false, true, false],
    ]);
  });
});

describe('caching in replies', () => {
  it('is told in usage and in the cost', async () => {
    const { provider } = testProvider();
    const request = conversation('A rule. '.repeat(500), ['hello'], {});
    const first = (await reply(request, { provider })).usage;
    const second = (await reply(request, { provider })).usage;
    expect(first.cacheWrite1h).toBeGreaterThan(1000);
    expect(second).toMatchObject({ cacheRead: first.cacheWrite1h, input: first.input });
    expect(Number(second.cost)).toBeLessThan(Number(first.cost));
  });

  it('needs no marker with OpenAI when the prefix is long', async () => {
    const { provider } = testProvider();
    const ask = async (model: string, text: string) => {
      const system = [{ type: 'text' as const, text: 'A rule. '.repeat(500) }];
      return (await reply(chatRequest(text, { model, system }), { provider })).usage.cacheRead;
    };
    expect(await ask('openai/gpt-4o', 'one')).toBe(0);
    expect(await ask('openai/gpt-4o', 'two')).toBeGreaterThan(1024);
    expect(await ask('google/gemini-2.5-pro', 'one')).toBe(0);
    expect(await ask('google/gemini-2.5-pro', 'one')).toBe(0);
    const { provider: fresh } = testProvider();
    const short = chatRequest('short', { model: 'openai/gpt-4o' });
    await reply(short, { provider: fresh });
    expect((await reply(short, { provider: fresh })).usage.cacheRead).toBe(0);
  });

  it('caches the whole request when it is asked to without a place', async () => {
    const { provider } = testProvider();
    const request = chatRequest('hello', { cache: {} });
    expect((await reply(request, { provider })).usage.cacheWrite).toBeGreaterThan(0);
    expect((await reply(request, { provider })).usage).toMatchObject({ input: 0, cacheWrite: 0 });
  });
});

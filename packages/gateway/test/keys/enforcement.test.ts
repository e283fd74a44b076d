import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { checkConfig } from '../../src/config/load.ts';
import { runKeysCommand } from '../../src/keys/command.ts';
import type { Logger } from '../../src/log.ts';
import { start } from '../../src/start.ts';
import { temporaryDirectory } from './temporary-directory.ts';

const CHAT = '/v1/chat/completions';

async function setUp(config: object = {}) {
  const directory = temporaryDirectory();
  const keysFile = join(directory, 'keys.jsonl');
  const keys = async (...argv: string[]) => {
    let out = '';
    const io = {
      out: (text: string) => (out += text),
      err: () => {},
      now: () => new Date(),
      keysFileOf: () => undefined,
    };
    expect(await runKeysCommand([...argv, '--keys-file', keysFile], io)).toBe(0);
    return out.trim();
  };
  const serve = async () => {
    const logged: object[] = [];
    const log = (fields: object) => void logged.push(fields);
    const logger: Logger = { info: log, warn: log, error: log };
    const checked = checkConfig({ port: 0, keysFile, ...config }, 'test');
    const { gateway, url } = await start(checked, { logger });
    onTestFinished(() => gateway.close({ graceMs: 1 }));
    const ask = (key: string, body: object, headers: object = {}, signal?: AbortSignal) =>
      fetch(url + CHAT, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${key}`,
          'content-type': 'application/json',
          ...headers,
        },
        body: JSON.stringify({ messages: [{ role: 'user', content: 'Hello' }], ...body }),
        ...(signal && { signal }),
      });
    return { ask, logged };
  };
  return { keysFile, keys, serve };
}

async function errorOf(response: Response): Promise<Record<string, unknown>> {
  return ((await response.json()) as { error: Record<string, unknown> }).error;
}

describe('a key that is revoked', () => {
  it('ends the streams that are under way, and is told why', async () => {
    const { keys, serve } = await setUp();
    const key = await keys('create', '--name', 'ci');
    const { ask } = await serve();
    const response = await ask(key, { model: 'ofox/mini:pace-100', stream: true });
    expect(response.status).toBe(200);
    const reader = response.body?.getReader();
    await reader?.read();
    await keys('revoke', 'ci');
    let text = '';
    const readAll = async () => {
      for (;;) {
        const { done, value } = (await reader?.read()) ?? { done: true, value: undefined };
        if (done) return;
        text += Buffer.from(value).toString();
      }
    };
    await expect(readAll()).rejects.toThrow();
    expect(text).toContain('The API Key was revoked.');
    expect(text).not.toContain('[DONE]');
    const refused = await ask(key, { model: 'ofox/mini' });
    expect(refused.status).toBe(401);
    expect(await errorOf(refused)).toMatchObject({ message: 'The API Key was revoked.' });
  });
});

describe('models that a key may use', () => {
  it('are asked for by the id of the catalogue, in every place', async () => {
    const { keys, serve } = await setUp();
    const key = await keys('create', '--model', 'openai/gpt-4o', '--model', 'ofox/*');
    const { ask } = await serve();
    expect((await ask(key, { model: 'gpt-4o' })).status).toBe(200);
    const refused = await ask(key, { model: 'claude-sonnet-4.5' });
    expect(refused.status).toBe(403);
    expect(await errorOf(refused)).toMatchObject({ code: 'model_not_allowed', param: 'model' });
    const fallback = ['ofox/mini', 'anthropic/claude-sonnet-4.5'];
    const listed = await ask(key, { model: 'ofox/mini', provider: { fallback } });
    expect(listed.status).toBe(403);
    expect(await errorOf(listed)).toMatchObject({ param: 'provider.fallback[1]' });
  });

  it('are what of a usual fallback list is left', async () => {
    const { keys, serve } = await setUp();
    const key = await keys('create', '--model', 'ofox/*', '--fallback', 'openai/gpt-4o');
    const { ask } = await serve();
    const failing = await ask(key, { model: 'ofox/mini:error-503' });
    expect(failing.status).toBe(503);
    expect(failing.headers.get('x-ofox-attempts')).not.toContain('gpt-4o');
  });

  it('fall back as the key says, when the request does not', async () => {
    const { keys, serve } = await setUp();
    const key = await keys('create', '--fallback', 'ofox/pro');
    const { ask } = await serve();
    const answer = await ask(key, { model: 'ofox/mini:error-503' });
    expect(await answer.json()).toMatchObject({ model: 'ofox/pro' });
  });
});

describe('a spend limit', () => {
  it('answers 402 when the call could pass it, and takes what calls did cost', async () => {
    const { keys, serve } = await setUp();
    const key = await keys('create', '--spend-day', '0.01');
    const { ask } = await serve();
    // 64,000 tokens at 15 USD a million.
    const dear = await ask(key, { model: 'anthropic/claude-sonnet-4.5' });
    expect(dear.status).toBe(402);
    expect(await errorOf(dear)).toMatchObject({ code: 'spend_limit_reached' });
    let passed = 0;
    for (; passed < 100; passed += 1) {
      const answer = await ask(key, { model: 'anthropic/claude-sonnet-4.5', max_tokens: 400 });
      await answer.text();
      if (answer.status === 402) break;
      expect(answer.status).toBe(200);
    }
    // A call reserves 0.006 USD and more, and costs a part of it.
    expect(passed).toBeGreaterThan(1);
    expect(passed).toBeLessThan(100);
  });

  it('gives back what was set aside for a call that failed', async () => {
    const { keys, serve } = await setUp();
    const key = await keys('create', '--spend-day', '0.01');
    const { ask } = await serve();
    const body = { model: 'anthropic/claude-sonnet-4.5', max_tokens: 400 };
    for (let tries = 0; tries < 5; tries += 1) {
      expect((await ask(key, body, { 'x-ofox-embedded': 'error=400' })).status).toBe(400);
    }
    expect((await ask(key, body)).status).toBe(200);
  });

  it('refuses models whose price is not known', async () => {
    const { keys, serve } = await setUp();
    const key = await keys('create', '--spend-day', '5');
    const { ask } = await serve();
    const refused = await ask(key, { model: 'ofox/mini:pace-1', max_tokens: 5 });
    expect(refused.status).toBe(403);
    expect(await errorOf(refused)).toMatchObject({ code: 'model_without_price' });
  });
});

describe('requests of one key at a time', () => {
  it('are as many as the configuration says', async () => {
    const { keys, serve } = await setUp({ maxConcurrent: 2 });
    const key = await keys('create');
    const { ask } = await serve();
    const leave = new AbortController();
    const slow = { model: 'ofox/mini:pace-100', stream: true };
    const open = await Promise.all([
      ask(key, slow, {}, leave.signal),
      ask(key, slow, {}, leave.signal),
    ]);
    expect(open.map(({ status }) => status)).toEqual([200, 200]);
    const refused = await ask(key, { model: 'ofox/mini' });
    expect(refused.status).toBe(429);
    expect(refused.headers.get('x-ratelimit-remaining-requests')).toBe('198');
    expect(await errorOf(refused)).toMatchObject({ code: 'concurrency_limit_exceeded' });
    leave.abort();
    await expect.poll(async () => (await ask(key, { model: 'ofox/mini' })).status).toBe(200);
  });
});

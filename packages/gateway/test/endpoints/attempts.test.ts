import { kindOfStatus, OfoxError } from '@ofoxai/core';
import { describe, expect, it } from 'vitest';
import { answer, ENDING, said, scriptedProvider, started } from '../support/scripted-provider.ts';
import { CHATS, serve } from '../support/serve.ts';

/** Models named `x:STATUS` fail with it; what is asked is kept. */
function failing(asked: string[] = []) {
  return scriptedProvider(({ model }) => {
    asked.push(model);
    const status = Number(/:(\d+)$/.exec(model)?.[1]);
    if (!status) return answer(model, 'Hi');
    throw new OfoxError(kindOfStatus(status), `failed with ${status}`, { status });
  });
}

const request = (model: string, fallback: string[], more = {}) => ({
  ...CHATS.openai.body,
  model,
  provider: { fallback },
  ...more,
});

const told = { provider: 'scripted', durationMs: expect.any(Number) };

describe('fallback', () => {
  it.each([500, 502, 503, 504, 529, 429])('goes on after %d', async (status) => {
    const { post, records } = await serve({ provider: failing() });
    const body = request(`a:${status}`, ['b:503', 'c', 'd']);
    const response = await post(CHATS.openai.path, body);
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ model: 'c' });
    const attempts = JSON.parse(response.headers.get('x-ofox-attempts') ?? '[]');
    expect(attempts).toEqual([
      { model: `a:${status}`, kind: kindOfStatus(status), status, ...told },
      { model: 'b:503', kind: 'unavailable', status: 503, ...told },
      { model: 'c', ...told },
    ]);
    await expect.poll(() => records[0]).toMatchObject({ model: `a:${status}`, servedModel: 'c' });
  });

  it.each([400, 401, 402, 403, 404])('stops at %d', async (status) => {
    const asked: string[] = [];
    const { post } = await serve({ provider: failing(asked) });
    const response = await post(CHATS.openai.path, request(`a:${status}`, ['b']));
    expect(response.status).toBe(status);
    expect(asked).toEqual([`a:${status}`]);
  });

  it('tells the error that tells most when nobody answers', async () => {
    const { post } = await serve({ provider: failing() });
    const response = await post(CHATS.openai.path, request('a:502', ['b:503']));
    expect(response.status).toBe(502);
    expect(JSON.parse(response.headers.get('x-ofox-attempts') ?? '[]')).toHaveLength(2);
  });

  it('names the place of a model that does not exist', async () => {
    const { post } = await serve();
    const fallback = ['openai/gpt-4o:error-500', 'openai/gpt-4oo'];
    const response = await post(CHATS.openai.path, request('openai/gpt-4o:error-503', fallback));
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ error: { param: 'provider.fallback[1]' } });
  });

  it('asks each model once', async () => {
    const asked: string[] = [];
    const { post } = await serve({ provider: failing(asked) });
    await post(CHATS.openai.path, request('a:500', ['a:500', 'b:500', 'a:500', 'b:500']));
    expect(asked).toEqual(['a:500', 'b:500']);
  });

  it('works on the other protocols and in streams, before the first output', async () => {
    const broken = scriptedProvider(function* ({ model }) {
      yield started(model);
      yield said('');
      if (model.startsWith('anthropic/')) throw new OfoxError('upstream', 'broke off');
      yield said('Hi');
      yield* ENDING;
    });
    const { post } = await serve({ provider: broken });
    const body = { ...CHATS.anthropic.body, stream: true, provider: { fallback: ['x/y'] } };
    const response = await post(CHATS.anthropic.path, body);
    expect(JSON.parse(response.headers.get('x-ofox-attempts') ?? '[]')).toHaveLength(2);
    const text = await response.text();
    expect(text).toContain('"model":"x/y"');
    expect(text).not.toContain('claude');
  });

  it('answers an error in its place when a stream fails before its first output', async () => {
    const { post } = await serve({ provider: failing() });
    const response = await post(CHATS.openai.path, request('a:503', [], { stream: true }));
    expect(response.status).toBe(503);
    expect(response.headers.get('content-type')).toContain('application/json');
  });
});

import { describe, expect, it } from 'vitest';
import { answer, scriptedProvider } from '../support/scripted-provider.ts';
import { serve } from '../support/serve.ts';

const provider = scriptedProvider(({ model }) => answer(model, 'Hi'));
const count = provider.catalog.models.length;

describe('the list of models', () => {
  it.each([
    ['/v1/models', 'data'],
    ['/v1/models/', 'data'],
    ['/anthropic/v1/models', 'data'],
    ['/gemini/v1beta/models', 'models'],
  ])('%s has them all', async (path, field) => {
    const { call } = await serve({ provider });
    const body = (await (await call(path)).json()) as Record<string, unknown[]>;
    expect(body[field]).toHaveLength(count);
  });

  it.each(['/v1/models', '/anthropic/v1/models', '/gemini/v1beta/models'])(
    '%s is packed for who takes that, and says the same',
    async (path) => {
      const { call } = await serve({ provider });
      const packed = await call(path, { headers: { 'accept-encoding': 'gzip' } });
      const plain = await call(path, { headers: { 'accept-encoding': 'identity' } });
      expect(packed.headers.get('content-encoding')).toBe('gzip');
      expect(plain.headers.get('content-encoding')).toBeNull();
      for (const { headers } of [packed, plain])
        expect(headers.get('vary')).toBe('accept-encoding');
      const [packedText, plainText] = [await packed.text(), await plain.text()];
      expect(packedText).toBe(plainText);
      expect(Number(packed.headers.get('content-length'))).toBeLessThan(plainText.length / 5);
    },
  );

  it('comes in pages for Anthropic', async () => {
    const { call } = await serve({ provider });
    const ids: string[] = [];
    let after = '';
    for (;;) {
      const response = await call(`/anthropic/v1/models?limit=30${after}`);
      const page = (await response.json()) as {
        data: { id: string }[];
        has_more: boolean;
        last_id: string;
      };
      ids.push(...page.data.map(({ id }) => id));
      if (!page.has_more) break;
      expect(page.data).toHaveLength(30);
      after = `&after_id=${encodeURIComponent(page.last_id)}`;
    }
    expect(ids).toEqual(provider.catalog.models.map(({ id }) => id));
  });

  it('comes in pages for Gemini', async () => {
    const { call } = await serve({ provider });
    const names: string[] = [];
    let token: string | undefined = '';
    while (token !== undefined) {
      const response = await call(`/gemini/v1/models?pageSize=30&pageToken=${token}`);
      const page = (await response.json()) as {
        models: { name: string }[];
        nextPageToken?: string;
      };
      names.push(...page.models.map(({ name }) => name));
      token = page.nextPageToken;
    }
    expect(names).toEqual(provider.catalog.models.map(({ id }) => `models/${id}`));
  });

  it('takes limit and offset from OpenAI callers', async () => {
    const { call } = await serve({ provider });
    const response = await call(`/v1/models?limit=500&offset=${count - 1}`);
    const body = (await response.json()) as { data: { id: string }[] };
    expect(body.data.map(({ id }) => id)).toEqual([provider.catalog.models.at(-1)?.id]);
  });

  it.each([
    ['/anthropic/v1/models?limit=0', 'limit'],
    ['/anthropic/v1/models?after_id=nobody', 'after_id'],
    ['/gemini/v1/models?pageSize=x', 'pageSize'],
    ['/gemini/v1/models?pageToken=x', 'pageToken'],
    ['/v1/models?offset=-1', 'offset'],
  ])('%s is wrong', async (path, parameter) => {
    const { call } = await serve({ provider });
    const response = await call(path);
    expect(response.status).toBe(400);
    const { error } = (await response.json()) as { error: { message: string } };
    expect(error.message).toContain(parameter);
  });
});

describe('one model', () => {
  it.each([
    ['/v1/models/openai/gpt-4o', { id: 'openai/gpt-4o', object: 'model' }],
    ['/v1/models/openai%2Fgpt-4o', { id: 'openai/gpt-4o' }],
    ['/v1/models/gpt-4o', { id: 'openai/gpt-4o' }],
    ['/anthropic/v1/models/anthropic%2Fclaude-sonnet-4.5', { id: 'anthropic/claude-sonnet-4.5' }],
    [
      '/gemini/v1/models/google/gemini-3-flash-preview',
      { name: 'models/google/gemini-3-flash-preview' },
    ],
    ['/gemini/v1/models/gemini-3-flash-preview', { name: 'models/google/gemini-3-flash-preview' }],
  ])('%s', async (path, model) => {
    const { call } = await serve({ provider });
    const response = await call(path);
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject(model);
  });

  it('that nobody has is a 404 that names those spelt like it', async () => {
    const { call } = await serve({ provider });
    const response = await call('/v1/models/openai/gpt-4oo');
    expect(response.status).toBe(404);
    const { error } = (await response.json()) as { error: { message: string } };
    expect(error.message).toContain('openai/gpt-4o,');
  });
});

import { describe, expect, it } from 'vitest';
import { CHATS, serve } from '../support/serve.ts';

describe('on the embedded provider', () => {
  it('every protocol chats', async () => {
    const { post } = await serve();
    for (const { path, body } of Object.values(CHATS)) {
      const response = await post(path, body);
      expect(response.status).toBe(200);
      expect(response.headers.get('x-ofox-provider')).toBe('embedded');
      await response.json();
    }
  });

  it('models broken on purpose fall back, by name and by header', async () => {
    const { post } = await serve();
    const { path, body } = CHATS.openai;
    const provider = { fallback: ['anthropic/claude-haiku-4.5'] };
    const named = await post(path, { ...body, model: 'openai/gpt-4o:error-503', provider });
    expect(await named.json()).toMatchObject({ model: 'anthropic/claude-haiku-4.5' });
    const told = await post(path, body, { 'x-ofox-embedded': 'error=418' });
    expect(told.status).toBe(418);
  });

  it('OpenAI callers get vectors as numbers and as base64', async () => {
    const { post } = await serve();
    const body = { model: 'openai/text-embedding-3-small', input: ['a', 'b'], dimensions: 8 };
    const floats = await (await post('/v1/embeddings', body)).json();
    expect(floats).toMatchObject({
      object: 'list',
      data: [{ index: 0, embedding: expect.any(Array) }, { index: 1 }],
    });
    const encoded = await post('/v1/embeddings', { ...body, encoding_format: 'base64' });
    const { data } = (await encoded.json()) as { data: { embedding: string }[] };
    expect(Buffer.from(data[0]?.embedding ?? '', 'base64')).toHaveLength(32);
  });

  it('Gemini callers get one vector or several', async () => {
    const { post } = await serve();
    const content = { parts: [{ text: 'a' }] };
    const model = '/gemini/v1beta/models/openai/text-embedding-3-small';
    const one = await post(`${model}:embedContent`, { content });
    expect(await one.json()).toHaveProperty('embedding.values');
    const requests = [{ model: 'models/openai/text-embedding-3-small', content }];
    const several = await post(`${model}:batchEmbedContents`, { requests });
    expect(await several.json()).toHaveProperty('embeddings[0].values');
  });

  it('makes images', async () => {
    const { post } = await serve();
    const body = { model: 'openai/gpt-image-2', prompt: 'a fox', size: '256x256', quality: 'low' };
    const response = await post('/v1/images/generations', body);
    expect(response.status).toBe(200);
    const { data } = (await response.json()) as { data: { b64_json: string }[] };
    expect(
      Buffer.from(data[0]?.b64_json ?? '', 'base64')
        .subarray(1, 4)
        .toString(),
    ).toBe('PNG');
  });

  it('counts tokens for Anthropic and Gemini callers', async () => {
    const { post } = await serve();
    const { max_tokens: _, ...body } = CHATS.anthropic.body;
    const anthropic = await post('/anthropic/v1/messages/count_tokens', body);
    expect(await anthropic.json()).toEqual({ input_tokens: expect.any(Number) });
    const path = CHATS.gemini.path.replace('generateContent', 'countTokens');
    const { contents } = CHATS.gemini.body;
    const model = 'models/google/gemini-3-flash-preview';
    for (const counted of [{ contents }, { generateContentRequest: { model, contents } }]) {
      const gemini = await post(path, counted);
      expect(await gemini.json()).toEqual({ totalTokens: expect.any(Number) });
    }
  });

  it('an unknown model is a 404', async () => {
    const { post } = await serve();
    const response = await post(CHATS.openai.path, { ...CHATS.openai.body, model: 'x/y' });
    expect(response.status).toBe(404);
  });
});

describe('a tool loop on Gemini 3 whose signature the caller has not', () => {
  const path = CHATS.gemini.path;
  const turns = (thoughtSignature?: string) => ({
    contents: [
      { role: 'user', parts: [{ text: 'What is the weather?' }] },
      {
        role: 'model',
        parts: [
          {
            functionCall: { name: 'weather', args: {} },
            ...(thoughtSignature && { thoughtSignature }),
          },
        ],
      },
      { role: 'user', parts: [{ functionResponse: { name: 'weather', response: { sun: 1 } } }] },
    ],
    tools: [{ functionDeclarations: [{ name: 'weather' }] }],
  });

  it.each([
    'skip_thought_signature_validator',
    'context_engineering_is_the_way_to_go',
    Buffer.from('skip_thought_signature_validator').toString('base64'),
  ])('goes on with %s in its place, as at Google', async (word) => {
    const { post } = await serve();
    const response = await post(path, turns(word));
    expect(response.status, await response.text()).toBe(200);
  });

  it('is refused without, as at Google', async () => {
    const { post } = await serve();
    const response = await post(path, turns());
    expect(response.status).toBe(400);
    expect(await response.text()).toContain('thought signature');
  });
});

import { APICallError, embed, embedMany, generateImage, generateText } from 'ai';
import { describe, expect, it } from 'vitest';
import { rejection } from '../support/rejection.ts';
import { connect, OWN, PROVIDERS } from './providers.ts';

const prompt = 'Hello';

describe('embeddings and images in the AI SDK', () => {
  it('OpenAI makes embeddings', async () => {
    const { openai } = await connect();
    const model = openai.textEmbeddingModel('openai/text-embedding-3-small');
    const { embeddings, usage } = await embedMany({ model, values: ['a red fox', 'a tax form'] });
    expect(embeddings.map(({ length }) => length)).toEqual([1536, 1536]);
    expect(usage.tokens).toBeGreaterThan(0);
  });

  it('Google makes one embedding or several', async () => {
    const { google } = await connect();
    const model = google.textEmbeddingModel('openai/text-embedding-3-small');
    expect((await embed({ model, value: 'a red fox' })).embedding).toHaveLength(1536);
    const { embeddings } = await embedMany({ model, values: ['a red fox', 'a tax form'] });
    expect(embeddings).toHaveLength(2);
  });

  it('OpenAI makes images', async () => {
    const { openai } = await connect();
    const { image } = await generateImage({
      model: openai.image('openai/gpt-image-2'),
      prompt: 'a fox in the snow',
      size: '256x256',
    });
    expect(Buffer.from(image.uint8Array).subarray(1, 4).toString()).toBe('PNG');
  });
});

describe.each(PROVIDERS)('errors in @ai-sdk/%s', (name) => {
  it('a wrong key', async () => {
    const { models } = await connect({ apiKey: 'sk-test-wrong' });
    const error = await rejection(
      generateText({ model: models[name](OWN[name]), prompt, maxRetries: 0 }),
    );
    expect(APICallError.isInstance(error)).toBe(true);
    expect(error).toMatchObject({ statusCode: 401, isRetryable: false });
    expect((error as Error).message).toContain('API Key is invalid');
  });

  it.each([
    [400, false],
    [404, false],
    [429, true],
    [503, true],
  ])('%i of a model, with its own message', async (statusCode, isRetryable) => {
    const { models } = await connect();
    const model = models[name](`${OWN[name]}:error-${statusCode}`);
    const error = await rejection(generateText({ model, prompt, maxRetries: 0 }));
    expect(error).toMatchObject({ statusCode, isRetryable });
    expect((error as Error).message).toContain('offline model');
  });

  it('tries again after a failure that passes, as soon as it is told to', async () => {
    const { models, records } = await connect();
    const model = models[name](`${OWN[name]}:flaky-2`);
    await generateText({ model, prompt, maxRetries: 0 });
    await generateText({ model, prompt, maxRetries: 1 });
    expect(records.map(({ status }) => status)).toEqual([200, 503, 200]);
  });
});

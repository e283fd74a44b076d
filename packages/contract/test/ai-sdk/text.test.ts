import { generateObject, generateText, Output, streamObject, streamText } from 'ai';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { greyPng } from '../support/png.ts';
import { drain } from '../support/rejection.ts';
import { slowProvider } from '../support/slow-provider.ts';
import { connect, OWN, PROVIDERS, THINKING } from './providers.ts';

const prompt = 'What is 17 + 25?';
const City = z.object({ city: z.string(), rivers: z.array(z.object({ name: z.string() })) });

describe.each(PROVIDERS)('@ai-sdk/%s', (name) => {
  it('generates text', async () => {
    const { models } = await connect();
    const result = await generateText({ model: models[name](OWN[name]), prompt });
    expect(result.text).toContain('42');
    expect(result.finishReason).toBe('stop');
    expect(result.usage.inputTokens).toBeGreaterThan(0);
    expect(result.usage.outputTokens).toBeGreaterThan(0);
  });

  it('asks models of every maker', async () => {
    const { models } = await connect();
    for (const id of Object.values(OWN)) {
      expect((await generateText({ model: models[name](id), prompt })).text).toContain('42');
    }
  });

  it('streams text, with usage', async () => {
    const { models } = await connect();
    const result = streamText({ model: models[name](OWN[name]), prompt });
    const { items } = await drain(result.textStream);
    expect(items.length).toBeGreaterThan(1);
    expect(items.join('')).toContain('42');
    expect(await result.finishReason).toBe('stop');
    expect((await result.usage).outputTokens).toBeGreaterThan(0);
  });

  it('obeys a system prompt and sees an image', async () => {
    const { models } = await connect();
    const { text } = await generateText({
      model: models[name](OWN[name]),
      system: 'Answer in capital letters.',
      messages: [
        {
          role: 'user',
          content: [
            { type: 'text', text: 'What is this?' },
            { type: 'image', image: Buffer.from(greyPng(7, 5), 'base64') },
          ],
        },
      ],
    });
    expect(text).toContain('7 X 5 PIXELS');
  });

  it('falls back to the next model, and routes, with a fetch that says so', async () => {
    const provider = { routing: 'cost', fallback: ['openai/gpt-4o-mini'] };
    const { models } = await connect({
      fetch: (input, init) => {
        const body = { ...JSON.parse(String(init?.body)), provider };
        return fetch(input, { ...init, body: JSON.stringify(body) });
      },
    });
    const model = models[name](`${OWN[name]}:error-503`);
    const { response, text } = await generateText({ model, prompt, maxRetries: 0 });
    expect(text).toContain('42');
    expect(response.headers?.['x-ofox-attempts']).toContain('openai/gpt-4o-mini');
  });

  it('generates objects, whole and streamed', async () => {
    const { models } = await connect();
    const asked = { model: models[name](OWN[name]), schema: City, prompt: 'Describe Paris.' };
    expect(City.safeParse((await generateObject(asked)).object).success).toBe(true);
    const result = streamObject(asked);
    await drain(result.partialObjectStream);
    expect(City.safeParse(await result.object).success).toBe(true);
  });

  it('generates text with an object as output', async () => {
    const { models } = await connect();
    const result = await generateText({
      model: models[name](OWN[name]),
      output: Output.object({ schema: City }),
      prompt: 'Describe Paris.',
    });
    expect(City.safeParse(result.output).success).toBe(true);
  });

  it('is told of a break in mid-stream', async () => {
    const { models } = await connect();
    const errors: unknown[] = [];
    const result = streamText({
      model: models[name](`${OWN[name]}:pace-20:cut-3`),
      prompt,
      onError: ({ error }) => void errors.push(error),
    });
    await drain(result.fullStream);
    expect(errors).toHaveLength(1);
  });

  it('leaves in mid-stream, and the provider hears of it', async () => {
    const { provider, left } = slowProvider();
    const { models } = await connect({ provider });
    const leaving = new AbortController();
    const result = streamText({
      model: models[name]('any/model'),
      prompt,
      abortSignal: leaving.signal,
      onChunk: () => leaving.abort(),
      onError: () => {},
    });
    await drain(result.fullStream);
    expect(await left).toMatchObject({ kind: 'aborted' });
  });

  it('thinks before it answers', async () => {
    const { models } = await connect();
    const { model, options } = THINKING[name];
    const result = await generateText({
      model: models[name](model),
      prompt,
      providerOptions: options as never,
    });
    expect(result.text).toContain('42');
    // The provider of OpenAI has no place for thoughts in chats.
    if (name !== 'openai') expect(result.reasoningText).toBeTruthy();
    else expect(result.usage.outputTokenDetails.reasoningTokens).toBeGreaterThan(0);
  });
});

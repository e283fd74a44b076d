import { describe, expect, it } from 'vitest';
import { greyPng } from '../support/png.ts';
import { drain } from '../support/rejection.ts';
import { CITY_SCHEMA, isCity } from '../support/weather.ts';
import { connect, MODEL, SDKS } from './sdk.ts';

const SUM = 'What is 17 + 25?';

describe.each(SDKS)('%s', (_, sdk) => {
  it('generates', async () => {
    const { ai } = await connect(sdk);
    const reply = await ai.models.generateContent({ model: MODEL, contents: SUM });
    expect(reply.text).toContain('42');
    expect(reply.modelVersion).toBe(MODEL);
    expect(reply.responseId).toBeTruthy();
    expect(reply.candidates?.[0]?.finishReason).toBe('STOP');
    const {
      promptTokenCount = 0,
      candidatesTokenCount = 0,
      totalTokenCount,
    } = reply.usageMetadata ?? {};
    expect(totalTokenCount).toBe(promptTokenCount + candidatesTokenCount);
  });

  it('streams, with usage', async () => {
    const { ai } = await connect(sdk);
    const stream = await ai.models.generateContentStream({ model: MODEL, contents: SUM });
    const { items, error } = await drain(stream);
    expect(error).toBeUndefined();
    expect(items.length).toBeGreaterThan(1);
    expect(items.map(({ text }) => text ?? '').join('')).toContain('42');
    expect(items.at(-1)?.candidates?.[0]?.finishReason).toBe('STOP');
    expect(items.at(-1)?.usageMetadata?.candidatesTokenCount).toBeGreaterThan(0);
  });

  it('obeys a system instruction', async () => {
    const { ai } = await connect(sdk);
    const reply = await ai.models.generateContent({
      model: MODEL,
      contents: 'Say hello to the fox.',
      config: { systemInstruction: 'Answer in capital letters.', temperature: 0.5, topK: 20 },
    });
    expect(reply.text).toMatch(/[A-Z]/);
    expect(reply.text).toBe(reply.text?.toUpperCase());
  });

  it('chats over several turns', async () => {
    const { ai } = await connect(sdk);
    const chat = ai.chats.create({ model: MODEL });
    expect((await chat.sendMessage({ message: SUM })).text).toContain('42');
    const stream = await chat.sendMessageStream({ message: 'What is 1 + 2?' });
    const { items } = await drain(stream);
    expect(items.map(({ text }) => text ?? '').join('')).toContain('3');
    expect((await chat.sendMessage({ message: 'What is 2 + 5?' })).text).toContain('7');
    expect(chat.getHistory().at(-1)?.role).toBe('model');
  });

  it('sees an image', async () => {
    const { ai } = await connect(sdk);
    const reply = await ai.models.generateContent({
      model: MODEL,
      contents: [
        {
          role: 'user',
          parts: [
            { inlineData: { mimeType: 'image/png', data: greyPng(7, 5) } },
            { text: 'What is this?' },
          ],
        },
      ],
    });
    expect(reply.text).toContain('7 x 5 pixels');
  });

  it('draws', async () => {
    const { ai } = await connect(sdk);
    const reply = await ai.models.generateContent({
      model: 'google/gemini-3-pro-image',
      contents: 'Draw a fox.',
      config: { responseModalities: ['TEXT', 'IMAGE'] },
    });
    const parts = reply.candidates?.[0]?.content?.parts ?? [];
    const image = parts.find(({ inlineData }) => inlineData)?.inlineData;
    expect(image?.mimeType).toBe('image/png');
    expect(
      Buffer.from(image?.data ?? '', 'base64')
        .subarray(1, 4)
        .toString(),
    ).toBe('PNG');
  });

  it.each([MODEL, 'openai/gpt-4o', 'anthropic/claude-sonnet-4.5'])(
    'gets a structure of %s by either kind of schema',
    async (model) => {
      const { ai } = await connect(sdk);
      const { Type } = sdk;
      const responseSchema = {
        type: Type.OBJECT,
        properties: {
          city: { type: Type.STRING },
          inhabitants: { type: Type.INTEGER },
          tags: { type: Type.ARRAY, items: { type: Type.STRING } },
        },
        required: ['city', 'inhabitants', 'tags'],
      };
      for (const schema of [{ responseSchema }, { responseJsonSchema: CITY_SCHEMA }]) {
        const reply = await ai.models.generateContent({
          model,
          contents: 'Describe Paris.',
          config: { responseMimeType: 'application/json', ...schema },
        });
        expect(isCity(JSON.parse(reply.text ?? ''))).toBe(true);
      }
    },
  );

  it('stops at the limit', async () => {
    const { ai } = await connect(sdk);
    const reply = await ai.models.generateContent({
      model: 'google/gemini-2.5-flash-lite',
      contents: 'Write 200 words.',
      config: { maxOutputTokens: 5 },
    });
    expect(reply.candidates?.[0]?.finishReason).toBe('MAX_TOKENS');
    expect(reply.usageMetadata?.candidatesTokenCount).toBe(5);
  });

  it('falls back to the next model, and routes', async () => {
    const { ai } = await connect(sdk);
    const provider = { routing: 'balanced', fallback: ['openai/gpt-4o'] };
    const reply = await ai.models.generateContent({
      model: `${MODEL}:error-503`,
      contents: SUM,
      config: { httpOptions: { extraBody: { provider } } },
    });
    expect(reply.modelVersion).toBe('openai/gpt-4o');
    expect(reply.sdkHttpResponse?.headers?.['x-ofox-attempts']).toContain('503');
  });

  it('counts tokens', async () => {
    const { ai } = await connect(sdk);
    const { totalTokens } = await ai.models.countTokens({ model: MODEL, contents: SUM });
    const reply = await ai.models.generateContent({ model: MODEL, contents: SUM });
    expect(totalTokens).toBe(reply.usageMetadata?.promptTokenCount);
  });

  it('makes embeddings', async () => {
    const { ai } = await connect(sdk);
    const model = 'openai/text-embedding-3-small';
    const one = await ai.models.embedContent({ model, contents: 'a red fox' });
    expect(one.embeddings).toHaveLength(1);
    expect(one.embeddings?.[0]?.values).toHaveLength(1536);
    const two = await ai.models.embedContent({
      model,
      contents: ['a red fox', 'a tax form'],
      config: { outputDimensionality: 64 },
    });
    expect(two.embeddings?.map(({ values }) => values?.length)).toEqual([64, 64]);
  });

  it('lists models and tells of one', async () => {
    const { ai } = await connect(sdk);
    const names: string[] = [];
    for await (const { name } of await ai.models.list({ config: { pageSize: 50 } })) {
      names.push(name ?? '');
    }
    expect(names).toContain(`models/${MODEL}`);
    expect(names.length).toBeGreaterThan(50);
    expect(new Set(names).size).toBe(names.length);
    const model = await ai.models.get({ model: MODEL });
    expect(model.name).toBe(`models/${MODEL}`);
    expect(model.inputTokenLimit).toBeGreaterThan(0);
  });
});

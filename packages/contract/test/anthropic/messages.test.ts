import Anthropic0 from 'anthropic0';
import Anthropic1 from 'anthropic1';
import { describe, expect, it } from 'vitest';
import { greyPng } from '../support/png.ts';
import { connect, MODEL, SDKS } from './sdk.ts';

const SUM = { role: 'user' as const, content: 'What is 17 + 25?' };

describe.each(SDKS)('%s', (_, Sdk) => {
  it('gets a message', async () => {
    const { client } = await connect(Sdk);
    const message = await client.messages.create({
      model: MODEL,
      max_tokens: 100,
      messages: [SUM],
    });
    expect(message).toMatchObject({
      id: expect.stringMatching(/./),
      type: 'message',
      role: 'assistant',
      model: MODEL,
      stop_reason: 'end_turn',
      stop_sequence: null,
      content: [{ type: 'text', text: expect.stringContaining('42') }],
      usage: { input_tokens: expect.any(Number), output_tokens: expect.any(Number) },
    });
  });

  it.each([
    ['as text', 'Answer in capital letters.'],
    [
      'as blocks',
      [
        { type: 'text' as const, text: 'Be polite.' },
        { type: 'text' as const, text: 'Answer in capital letters.' },
      ],
    ],
  ])('obeys a system prompt given %s', async (_form, system) => {
    const { client } = await connect(Sdk);
    const { content } = await client.messages.create({
      model: MODEL,
      max_tokens: 100,
      system,
      messages: [{ role: 'user', content: 'Say hello to the fox.' }],
    });
    const text = content[0]?.type === 'text' ? content[0].text : '';
    expect(text).toMatch(/[A-Z]/);
    expect(text).toBe(text.toUpperCase());
  });

  it('sees an image and reads a document', async () => {
    const { client } = await connect(Sdk);
    const { content } = await client.messages.create({
      model: MODEL,
      max_tokens: 300,
      messages: [
        {
          role: 'user',
          content: [
            {
              type: 'image',
              source: { type: 'base64', media_type: 'image/png', data: greyPng(7, 5) },
            },
            {
              type: 'document',
              source: { type: 'text', media_type: 'text/plain', data: 'Foxes sleep by day.' },
            },
            { type: 'text', text: 'What is this?' },
          ],
        },
      ],
    });
    const text = content[0]?.type === 'text' ? content[0].text : '';
    expect(text).toContain('7 x 5 pixels');
    expect(text).toContain('Foxes sleep by day.');
  });

  it('stops at the limit and at a sequence', async () => {
    const { client } = await connect(Sdk);
    const words = { role: 'user' as const, content: 'Write 200 words.' };
    const short = await client.messages.create({ model: MODEL, max_tokens: 5, messages: [words] });
    expect(short).toMatchObject({ stop_reason: 'max_tokens', usage: { output_tokens: 5 } });
    const cut = await client.messages.create({
      model: MODEL,
      max_tokens: 100,
      messages: [SUM],
      stop_sequences: ['42'],
    });
    expect(cut).toMatchObject({ stop_reason: 'stop_sequence', stop_sequence: '42' });
  });

  it('writes to the prompt cache, then reads from it', async () => {
    const { client } = await connect(Sdk);
    const text = 'Long instructions. '.repeat(800);
    const body = {
      model: MODEL,
      max_tokens: 50,
      system: [{ type: 'text' as const, text, cache_control: { type: 'ephemeral' as const } }],
      messages: [SUM],
    };
    const { usage: first } = await client.messages.create(body);
    const { usage: second } = await client.messages.create(body);
    expect(first.cache_creation_input_tokens).toBeGreaterThan(1000);
    expect(second.cache_read_input_tokens).toBe(first.cache_creation_input_tokens);
  });

  it('counts tokens', async () => {
    const { client } = await connect(Sdk);
    const count = await client.messages.countTokens({ model: MODEL, messages: [SUM] });
    const { usage } = await client.messages.create({
      model: MODEL,
      max_tokens: 9,
      messages: [SUM],
    });
    expect(count.input_tokens).toBe(usage.input_tokens);
  });

  it('falls back to the next model, and routes', async () => {
    const { client } = await connect(Sdk);
    const body = {
      model: `${MODEL}:error-503`,
      max_tokens: 100,
      messages: [SUM],
      provider: { routing: 'latency', fallback: ['openai/gpt-4o'] },
    };
    const { data, response } = await client.messages.create(body).withResponse();
    expect(data.model).toBe('openai/gpt-4o');
    expect(response.headers.get('x-ofox-attempts')).toContain('503');
  });

  it('asks any model', async () => {
    const { client } = await connect(Sdk);
    for (const model of ['openai/gpt-4o', 'google/gemini-2.5-pro', 'deepseek/deepseek-v3.2']) {
      const message = await client.messages.create({ model, max_tokens: 99, messages: [SUM] });
      expect(message.model).toBe(model);
    }
  });

  it('lists models and tells of one', async () => {
    const { client } = await connect(Sdk);
    const ids: string[] = [];
    for await (const model of client.models.list({ limit: 20 })) ids.push(model.id);
    expect(ids).toContain(MODEL);
    expect(ids.length).toBeGreaterThan(20);
    expect(new Set(ids).size).toBe(ids.length);
    const model = await client.models.retrieve(MODEL);
    expect(model).toMatchObject({ id: MODEL, type: 'model', display_name: expect.any(String) });
  });

  it('has beta messages', async () => {
    const { client, sent } = await connect(Sdk);
    const message = await client.beta.messages.create({
      model: MODEL,
      max_tokens: 100,
      messages: [SUM],
      betas: ['context-1m-2025-08-07'],
    });
    expect(message.stop_reason).toBe('end_turn');
    expect(sent[0]?.headers.get('anthropic-beta')).toContain('context-1m-2025-08-07');
  });
});

it('version 1 shows its key as Bearer and speaks 2026-10-21, system messages included', async () => {
  const { client, sent } = await connect(Anthropic1);
  const { content } = await client.messages.create({
    model: MODEL,
    max_tokens: 100,
    messages: [
      { role: 'user', content: 'Say hello to the fox.' },
      { role: 'system', content: 'Answer in capital letters.' },
    ],
  });
  const [first] = sent;
  expect(first?.headers.get('authorization')).toMatch(/^Bearer /);
  expect(first?.headers.get('x-api-key')).toBeNull();
  expect(first?.headers.get('anthropic-version')).toBe('2026-10-21');
  const text = content[0]?.type === 'text' ? content[0].text : '';
  expect(text).toBe(text.toUpperCase());
});

it('version 0 shows its key in x-api-key and speaks 2023-06-01, sampling included', async () => {
  const { client, sent } = await connect(Anthropic0 as unknown as typeof Anthropic1);
  const body = { model: MODEL, max_tokens: 100, messages: [SUM], temperature: 0.5, top_k: 40 };
  expect((await client.messages.create(body)).stop_reason).toBe('end_turn');
  const [first] = sent;
  expect(first?.headers.get('authorization')).toBeNull();
  expect(first?.headers.get('x-api-key')).toMatch(/^sk-/);
  expect(first?.headers.get('anthropic-version')).toBe('2023-06-01');
});

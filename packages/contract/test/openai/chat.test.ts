import { describe, expect, it } from 'vitest';
import { greyPng } from '../support/png.ts';
import { connect, SDKS } from './sdk.ts';

describe.each(SDKS)('%s', (_, Sdk) => {
  it('chats', async () => {
    const { client } = await connect(Sdk);
    const reply = await client.chat.completions.create({
      model: 'openai/gpt-4o',
      messages: [{ role: 'user', content: 'What is 17 + 25?' }],
    });
    expect(reply.object).toBe('chat.completion');
    expect(reply.model).toBe('openai/gpt-4o');
    expect(reply.choices[0]).toMatchObject({
      index: 0,
      finish_reason: 'stop',
      message: { role: 'assistant', content: expect.stringContaining('42'), refusal: null },
    });
    const { prompt_tokens = 0, completion_tokens = 0, total_tokens } = reply.usage ?? {};
    expect(prompt_tokens).toBeGreaterThan(0);
    expect(total_tokens).toBe(prompt_tokens + completion_tokens);
  });

  it.each(['system', 'developer'] as const)('obeys a %s message', async (role) => {
    const { client } = await connect(Sdk);
    const reply = await client.chat.completions.create({
      model: 'openai/gpt-4o',
      messages: [
        { role, content: 'Answer in capital letters.' },
        { role: 'user', content: 'Say hello to the fox.' },
      ],
    });
    const text = reply.choices[0]?.message.content ?? '';
    expect(text).toMatch(/[A-Z]/);
    expect(text).toBe(text.toUpperCase());
  });

  it('sees an image', async () => {
    const { client } = await connect(Sdk);
    const url = `data:image/png;base64,${greyPng(7, 5)}`;
    const reply = await client.chat.completions.create({
      model: 'openai/gpt-4o',
      messages: [
        {
          role: 'user',
          content: [
            { type: 'text', text: 'What is this?' },
            { type: 'image_url', image_url: { url, detail: 'low' } },
          ],
        },
      ],
    });
    expect(reply.choices[0]?.message.content).toContain('7 x 5 pixels');
  });

  it.each(['max_tokens', 'max_completion_tokens'])('stops at %s', async (name) => {
    const { client } = await connect(Sdk);
    const reply = await client.chat.completions.create({
      model: 'openai/gpt-4o',
      messages: [{ role: 'user', content: 'Write 200 words.' }],
      [name]: 5,
    });
    expect(reply.choices[0]?.finish_reason).toBe('length');
    expect(reply.usage?.completion_tokens).toBe(5);
  });

  it('stops at a sequence', async () => {
    const { client } = await connect(Sdk);
    const reply = await client.chat.completions.create({
      model: 'openai/gpt-4o',
      messages: [{ role: 'user', content: 'What is 17 + 25?' }],
      stop: ['42'],
    });
    expect(reply.choices[0]?.finish_reason).toBe('stop');
    expect(reply.choices[0]?.message.content).not.toContain('42');
  });

  it('gets log probabilities', async () => {
    const { client } = await connect(Sdk);
    const reply = await client.chat.completions.create({
      model: 'openai/gpt-4o',
      messages: [{ role: 'user', content: 'What is 17 + 25?' }],
      logprobs: true,
      top_logprobs: 2,
    });
    const tokens = reply.choices[0]?.logprobs?.content ?? [];
    expect(tokens.map(({ token }) => token).join('')).toBe(reply.choices[0]?.message.content);
    expect(tokens[0]?.top_logprobs).toHaveLength(2);
  });

  it('gets a refusal', async () => {
    const { client } = await connect(Sdk);
    const reply = await client.chat.completions.create({
      model: 'openai/gpt-4o:refuse',
      messages: [{ role: 'user', content: 'Hello' }],
    });
    expect(reply.choices[0]?.message).toMatchObject({ content: null, refusal: /cannot help/ });
  });

  it('falls back to the next model, and routes', async () => {
    const { client, records } = await connect(Sdk);
    const provider = { routing: 'cost', fallback: ['anthropic/claude-haiku-4.5'] };
    const body = {
      model: 'openai/gpt-4o:error-503',
      messages: [{ role: 'user' as const, content: 'Hello' }],
      provider,
    };
    const { data, response } = await client.chat.completions.create(body).withResponse();
    expect(data.model).toBe('anthropic/claude-haiku-4.5');
    expect(response.headers.get('x-ofox-attempts')).toContain('openai/gpt-4o:error-503');
    expect(response.headers.get('x-ratelimit-limit-requests')).toBe('200');
    expect(records[0]?.path).toBe('/v1/chat/completions');
  });
});

import { describe, expect, it } from 'vitest';
import { drain } from '../support/rejection.ts';
import { slowProvider } from '../support/slow-provider.ts';
import { connect, helpers, SDKS } from './sdk.ts';

const QUESTION = { role: 'user' as const, content: 'What is 17 + 25?' };

describe.each(SDKS)('%s', (_, Sdk) => {
  it('streams, with usage when asked', async () => {
    const { client } = await connect(Sdk);
    const stream = await client.chat.completions.create({
      model: 'openai/gpt-4o',
      messages: [QUESTION],
      stream: true,
      stream_options: { include_usage: true },
    });
    const { items, error } = await drain(stream);
    expect(error).toBeUndefined();
    expect(items.map((chunk) => chunk.choices[0]?.delta.content ?? '').join('')).toContain('42');
    expect(items[0]?.choices[0]?.delta.role).toBe('assistant');
    expect(items.at(-1)).toMatchObject({
      choices: [],
      usage: { total_tokens: expect.any(Number) },
    });
    expect(items.at(-2)?.choices[0]?.finish_reason).toBe('stop');
  });

  it('streams without usage when not asked', async () => {
    const { client } = await connect(Sdk);
    const stream = await client.chat.completions.create({
      model: 'openai/gpt-4o',
      messages: [QUESTION],
      stream: true,
    });
    const { items } = await drain(stream);
    expect(items.every((chunk) => chunk.choices.length === 1 && !chunk.usage)).toBe(true);
  });

  it('streams through its helper', async () => {
    const { client } = await connect(Sdk);
    const stream = helpers(client).stream({
      model: 'openai/gpt-4o',
      messages: [QUESTION],
      stream_options: { include_usage: true },
    });
    const deltas: string[] = [];
    stream.on('content', (delta) => deltas.push(delta));
    const completion = await stream.finalChatCompletion();
    expect(deltas.length).toBeGreaterThan(1);
    expect(deltas.join('')).toBe(completion.choices[0]?.message.content);
    expect(completion.choices[0]?.finish_reason).toBe('stop');
    expect(await stream.totalUsage()).toMatchObject({ total_tokens: expect.any(Number) });
    expect(await stream.finalContent()).toContain('42');
  });

  it('is told of a break in mid-stream', async () => {
    const { client } = await connect(Sdk);
    const stream = await client.chat.completions.create({
      model: 'openai/gpt-4o:pace-20:cut-3',
      messages: [QUESTION],
      stream: true,
    });
    const { items, error } = await drain(stream);
    expect(items.length).toBeGreaterThan(0);
    expect(error).toBeInstanceOf(Sdk.APIError);
    expect((error as Error).message).not.toBe('');
  });

  it('is told of a break through its helper', async () => {
    const { client } = await connect(Sdk);
    const stream = helpers(client).stream({
      model: 'openai/gpt-4o:pace-20:cut-3',
      messages: [QUESTION],
    });
    await expect(stream.finalChatCompletion()).rejects.toBeInstanceOf(Sdk.OpenAIError);
  });

  it('leaves in mid-stream, and the provider hears of it', async () => {
    const { provider, left } = slowProvider();
    const { client, records } = await connect(Sdk, { provider });
    const stream = await client.chat.completions.create({
      model: 'any/model',
      messages: [QUESTION],
      stream: true,
    });
    for await (const chunk of stream) {
      if (chunk.choices[0]?.delta.content) break;
    }
    expect(await left).toMatchObject({ kind: 'aborted' });
    expect(records[0]).toMatchObject({ aborted: true });
  });

  it('leaves before the answer', async () => {
    const { provider, asked, left } = slowProvider();
    const { client } = await connect(Sdk, { provider });
    const leaving = new AbortController();
    const answer = client.chat.completions.create(
      { model: 'any/model', messages: [QUESTION] },
      { signal: leaving.signal },
    );
    void asked.then(() => leaving.abort());
    await expect(answer).rejects.toBeInstanceOf(Sdk.APIUserAbortError);
    expect(await left).toMatchObject({ kind: 'aborted' });
  });
});

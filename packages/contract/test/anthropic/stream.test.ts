import { describe, expect, it } from 'vitest';
import { drain, rejection } from '../support/rejection.ts';
import { slowProvider } from '../support/slow-provider.ts';
import { connect, MODEL, SDKS } from './sdk.ts';

const BODY = {
  model: MODEL,
  max_tokens: 200,
  messages: [{ role: 'user' as const, content: 'What is 17 + 25?' }],
};

describe.each(SDKS)('%s', (_, Sdk) => {
  it('streams events in order', async () => {
    const { client } = await connect(Sdk);
    const stream = await client.messages.create({ ...BODY, stream: true });
    const { items, error } = await drain(stream);
    expect(error).toBeUndefined();
    const [first] = items;
    expect(first).toMatchObject({
      type: 'message_start',
      message: { model: MODEL, content: [], stop_reason: null, usage: expect.any(Object) },
    });
    const kinds = items.map(({ type }) => type).filter((type) => type !== 'content_block_delta');
    expect(kinds).toEqual([
      'message_start',
      'content_block_start',
      'content_block_stop',
      'message_delta',
      'message_stop',
    ]);
  });

  it('streams through its helper', async () => {
    const { client } = await connect(Sdk);
    const stream = client.messages.stream(BODY);
    const texts: string[] = [];
    stream.on('text', (text) => texts.push(text));
    const message = await stream.finalMessage();
    expect(texts.length).toBeGreaterThan(1);
    expect(message.stop_reason).toBe('end_turn');
    expect(message.usage.output_tokens).toBeGreaterThan(0);
    expect(message.usage.input_tokens).toBeGreaterThan(0);
    expect(await stream.finalText()).toBe(texts.join(''));
    expect(texts.join('')).toContain('42');
  });

  it('is told of a break in mid-stream, with its type', async () => {
    const { client } = await connect(Sdk);
    const stream = await client.messages.create({
      ...BODY,
      model: `${MODEL}:pace-20:cut-3`,
      stream: true,
    });
    const { items, error } = await drain(stream);
    expect(items.length).toBeGreaterThan(1);
    expect(error).toBeInstanceOf(Sdk.APIError);
    expect(error).toMatchObject({ type: expect.stringMatching(/_error$/) });
  });

  it('is told of a break through its helper', async () => {
    const { client } = await connect(Sdk);
    const stream = client.messages.stream({ ...BODY, model: `${MODEL}:pace-20:cut-3` });
    expect(await rejection(stream.finalMessage())).toBeInstanceOf(Sdk.AnthropicError);
  });

  it('leaves in mid-stream, and the provider hears of it', async () => {
    const { provider, left } = slowProvider();
    const { client, records } = await connect(Sdk, { provider });
    const stream = client.messages.stream({ ...BODY, model: 'any/model' });
    stream.on('text', () => stream.abort());
    expect(await rejection(stream.finalMessage())).toBeInstanceOf(Sdk.APIUserAbortError);
    expect(await left).toMatchObject({ kind: 'aborted' });
    expect(records[0]).toMatchObject({ aborted: true });
  });
});

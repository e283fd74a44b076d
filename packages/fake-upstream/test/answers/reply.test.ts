import { describe, expect } from 'vitest';
import { type ChatSpec, reply } from '../../src/index.ts';
import {
  CHAT,
  dataOf,
  eventsOf,
  GENERATE,
  GENERATE_STREAM,
  type Loose,
  MESSAGES,
  STREAMS,
  send,
} from '../raw-client.ts';
import { it } from '../upstream-test.ts';

const SPEC: ChatSpec = {
  text: 'Grüße, 世界 🌍!',
  reasoning: 'Let me think.',
  signature: 'c2lnbmVk',
  toolCalls: [
    { id: 'call_a', name: 'weather', arguments: { city: 'Köln' } },
    { name: 'time', arguments: {} },
  ],
  usage: { input: 20, cacheRead: 5, cacheWrite: 3, output: 7, reasoning: 2, cost: '0.0012' },
  model: 'served-model',
  chunks: 4,
};

describe('reply in one piece', () => {
  it('speaks OpenAI', async ({ upstream }) => {
    upstream.script(reply(SPEC));
    const answer = await send(upstream.port, CHAT, { body: { model: 'm' } });
    expect(answer.headers['content-type']).toBe('application/json');
    expect(Number(answer.headers['content-length'])).toBe(answer.body.length);
    expect(JSON.parse(answer.text)).toMatchObject({
      object: 'chat.completion',
      model: 'served-model',
      choices: [
        {
          message: {
            content: SPEC.text,
            reasoning_content: SPEC.reasoning,
            tool_calls: [
              { id: 'call_a', function: { name: 'weather', arguments: '{"city":"Köln"}' } },
              { id: 'call_1_2', function: { name: 'time', arguments: '{}' } },
            ],
          },
          finish_reason: 'tool_calls',
        },
      ],
      usage: {
        prompt_tokens: 28,
        completion_tokens: 9,
        total_tokens: 37,
        prompt_tokens_details: { cached_tokens: 5 },
        cost: 0.0012,
      },
    });
  });

  it('speaks Anthropic', async ({ upstream }) => {
    upstream.script(reply(SPEC));
    const answer = await send(upstream.port, MESSAGES, { body: { model: 'm' } });
    expect(JSON.parse(answer.text)).toMatchObject({
      type: 'message',
      model: 'served-model',
      content: [
        { type: 'thinking', thinking: SPEC.reasoning, signature: 'c2lnbmVk' },
        { type: 'text', text: SPEC.text },
        { type: 'tool_use', id: 'call_a', name: 'weather', input: { city: 'Köln' } },
        { type: 'tool_use', name: 'time', input: {} },
      ],
      stop_reason: 'tool_use',
      usage: {
        input_tokens: 20,
        cache_read_input_tokens: 5,
        cache_creation_input_tokens: 3,
        output_tokens: 9,
      },
    });
  });

  it('speaks Gemini', async ({ upstream }) => {
    upstream.script(reply({ ...SPEC, image: { mediaType: 'image/png', bytes: Uint8Array.of(1) } }));
    const answer = await send(upstream.port, GENERATE, { body: {} });
    expect(JSON.parse(answer.text)).toMatchObject({
      candidates: [
        {
          content: {
            parts: [
              { text: SPEC.reasoning, thought: true },
              { text: SPEC.text },
              { inlineData: { mimeType: 'image/png', data: 'AQ==' } },
              { functionCall: { name: 'weather' }, thoughtSignature: 'c2lnbmVk' },
              { functionCall: { name: 'time', args: {} } },
            ],
          },
          finishReason: 'STOP',
        },
      ],
      usageMetadata: { promptTokenCount: 28, candidatesTokenCount: 7, thoughtsTokenCount: 2 },
      modelVersion: 'served-model',
    });
  });

  it("answers with the model that was asked for, and the wire's own finish word", async ({
    upstream,
  }) => {
    upstream.script(reply({ finish: 'pause_turn' }));
    const answer = await send(upstream.port, MESSAGES, { body: { model: 'asked' } });
    expect(JSON.parse(answer.text)).toMatchObject({ model: 'asked', stop_reason: 'pause_turn' });
  });
});

describe('reply as a stream', () => {
  it('speaks OpenAI', async ({ upstream }) => {
    upstream.script(reply(SPEC));
    const answer = await send(upstream.port, CHAT, {
      body: { stream: true, stream_options: { include_usage: true } },
    });
    expect(answer.headers['content-type']).toBe('text/event-stream');
    expect(dataOf(answer.text).at(-1)).toBe('[DONE]');
    const events = eventsOf(answer.text);
    const deltas = events.flatMap((event) => event.choices.map((choice: Loose) => choice.delta));
    const texts = deltas.filter((delta) => delta.content).map((delta) => delta.content);
    expect(texts).toHaveLength(4);
    expect(texts.join('')).toBe(SPEC.text);
    const calls = deltas.flatMap((delta) => delta.tool_calls ?? []);
    for (const [index, json] of ['{"city":"Köln"}', '{}'].entries()) {
      const own = calls.filter((call: Loose) => call.index === index);
      expect(own.map((call: Loose) => call.function.arguments).join('')).toBe(json);
    }
    expect(events.at(-2).choices[0].finish_reason).toBe('tool_calls');
    expect(events.at(-1)).toMatchObject({ choices: [], usage: { total_tokens: 37 } });
  });

  it("sends OpenAI's usage only when it is asked for", async ({ upstream }) => {
    const answer = await send(upstream.port, CHAT, { body: { stream: true } });
    expect(answer.text).not.toContain('usage');
  });

  it('speaks Anthropic', async ({ upstream }) => {
    upstream.script(reply(SPEC));
    const answer = await send(upstream.port, MESSAGES, { body: { stream: true } });
    const events = eventsOf(answer.text);
    for (const event of events) expect(answer.text).toContain(`event: ${event.type}\ndata: `);
    expect(events[0]).toMatchObject({
      type: 'message_start',
      message: { content: [], usage: { input_tokens: 20 } },
    });
    expect(
      events.filter((event) => event.type === 'content_block_start').map((e) => e.index),
    ).toEqual([0, 1, 2, 3]);
    const text = events.map((event) => event.delta?.text ?? '').join('');
    expect(text).toBe(SPEC.text);
    expect(events.slice(-2)).toMatchObject([
      { delta: { stop_reason: 'tool_use' }, usage: { output_tokens: 9 } },
      { type: 'message_stop' },
    ]);
  });

  it('speaks Gemini', async ({ upstream }) => {
    upstream.script(reply(SPEC));
    const answer = await send(upstream.port, GENERATE_STREAM, { body: {} });
    const events = eventsOf(answer.text);
    const parts = events.flatMap((event) => event.candidates[0].content.parts);
    const text = parts.filter((part) => part.thought !== true).map((part) => part.text ?? '');
    expect(text.join('')).toBe(SPEC.text);
    expect(events.every((event) => event.usageMetadata.totalTokenCount === 37)).toBe(true);
    expect(events.at(-1).candidates[0].finishReason).toBe('STOP');
  });

  it("makes a JSON array of Gemini's stream without alt=sse", async ({ upstream }) => {
    upstream.script(reply({ text: 'abc' }));
    const path = GENERATE_STREAM.replace('?alt=sse', '');
    const answer = await send(upstream.port, path, { body: {} });
    expect(answer.headers['content-type']).toBe('application/json');
    const texts = JSON.parse(answer.text).map(
      (event: Loose) => event.candidates[0].content.parts[0].text,
    );
    expect(texts).toEqual(['a', 'b', 'c', '']);
  });

  it('sends an event of 1 MB', async ({ upstream }) => {
    for (const [, path, body] of STREAMS) {
      upstream.script(reply({ text: 'x'.repeat(2 ** 20), chunks: 1 }));
      const answer = await send(upstream.port, path, { body });
      expect(Math.max(...dataOf(answer.text).map((data) => data.length))).toBeGreaterThan(2 ** 20);
    }
  });

  it('says the same each time', async ({ upstream }) => {
    for (const [, path, body] of STREAMS) {
      const first = await send(upstream.port, path, { body });
      upstream.reset();
      const second = await send(upstream.port, path, { body });
      expect(second.text).toBe(first.text);
      upstream.reset();
    }
  });
});

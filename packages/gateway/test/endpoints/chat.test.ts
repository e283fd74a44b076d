import { describe, expect, it } from 'vitest';
import { answer, ENDING, scriptedProvider, started } from '../support/scripted-provider.ts';
import { CHATS, serve } from '../support/serve.ts';

const provider = scriptedProvider(({ model }) => answer(model, 'Hi', ' there'));

describe('chat', () => {
  it('answers on the OpenAI wire', async () => {
    const { post } = await serve({ provider });
    const response = await post(CHATS.openai.path, CHATS.openai.body);
    expect(response.status).toBe(200);
    expect(response.headers.get('x-ofox-provider')).toBe('scripted');
    expect(response.headers.get('x-ofox-cost')).toBe('0.0000275');
    expect(response.headers.get('x-ofox-attempts')).toBeNull();
    expect(await response.json()).toMatchObject({
      object: 'chat.completion',
      model: 'openai/gpt-4o',
      choices: [{ index: 0, message: { content: 'Hi there' }, finish_reason: 'stop' }],
      usage: { prompt_tokens: 3, completion_tokens: 2, total_tokens: 5 },
    });
  });

  it('answers on the Anthropic wire', async () => {
    const { post } = await serve({ provider });
    for (const path of [CHATS.anthropic.path, '/anthropic/messages']) {
      const response = await post(path, CHATS.anthropic.body);
      expect(await response.json()).toMatchObject({
        type: 'message',
        model: 'anthropic/claude-sonnet-4.5',
        content: [{ type: 'text', text: 'Hi there' }],
        stop_reason: 'end_turn',
        usage: { input_tokens: 3, output_tokens: 2 },
      });
    }
  });

  it('answers on the Gemini wire', async () => {
    const { post } = await serve({ provider });
    const response = await post(CHATS.gemini.path, CHATS.gemini.body);
    expect(await response.json()).toMatchObject({
      modelVersion: 'google/gemini-3-flash-preview',
      candidates: [{ content: { parts: [{ text: 'Hi there' }] }, finishReason: 'STOP' }],
      usageMetadata: { promptTokenCount: 3, candidatesTokenCount: 2 },
    });
  });

  it('tells in a header what could not be carried', async () => {
    const warning = { code: 'dropped', path: 'seed', message: 'Größe – left out.' } as const;
    const warns = scriptedProvider(({ model }) => [
      started(model),
      { type: 'warning', warning },
      ...ENDING,
    ]);
    const { post } = await serve({ provider: warns });
    const response = await post(CHATS.openai.path, CHATS.openai.body);
    expect(JSON.parse(response.headers.get('x-ofox-warnings') ?? '')).toEqual([warning]);
  });

  it.each([true, false])(
    'tells which words about routing change nothing (stream: %s)',
    async (stream) => {
      const { post } = await serve({ provider });
      const response = await post(CHATS.openai.path, {
        ...CHATS.openai.body,
        stream,
        provider: { routing: 'cost', falback: ['openai/gpt-4o'] },
        model_routing_config: { preferences: 'cost' },
      });
      expect(response.status).toBe(200);
      await response.text();
      expect(JSON.parse(response.headers.get('x-ofox-warnings') ?? '')).toMatchObject([
        { code: 'dropped', path: 'provider.falback' },
        { code: 'dropped', path: 'model_routing_config.preferences' },
      ]);
    },
  );

  it.each([
    [{ ...CHATS.openai.body, provider: { routing: 'fastest' } }, 'provider.routing', /fastest/],
    [{ ...CHATS.openai.body, messages: 'Hello' }, 'messages', /array/],
    [{ messages: [] }, 'model', /required/],
    [[], null, /object/],
  ])('names the field at fault in %j', async (body, param, message) => {
    const { post } = await serve({ provider });
    const response = await post(CHATS.openai.path, body);
    expect(response.status).toBe(400);
    const { error } = (await response.json()) as { error: { message: string; param: unknown } };
    expect(error.message).toMatch(message);
    if (param !== null) expect(error.param).toBe(param);
  });
});

import type { AssistantMessage, ChatRequest, Message, ToolMessage } from '@ofoxai/core';
import { replyMessage } from '@ofoxai/core';
import { describe, expect, it } from 'vitest';
import { chatRequest, reply } from './ask.ts';

const SONNET = 'anthropic/claude-sonnet-4.5';
const GEMINI = 'google/gemini-3-flash-preview';
const WEATHER = {
  type: 'function' as const,
  name: 'get_weather',
  parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
};

/** The request once more, with the answer and what came after it. */
function goOn(request: ChatRequest, answer: AssistantMessage, ...next: Message[]): ChatRequest {
  return { ...request, messages: [...request.messages, answer, ...next] };
}

function results(answer: AssistantMessage): ToolMessage {
  const calls = answer.content.filter((part) => part.type === 'tool-call');
  return {
    role: 'tool',
    content: calls.map(({ id }) => ({
      type: 'tool-result',
      id,
      content: [{ type: 'text', text: 'sunny' }],
    })),
  };
}

function changed(answer: AssistantMessage, index: number, change: object): AssistantMessage {
  const content = answer.content.map((part, at) => (at === index ? { ...part, ...change } : part));
  return { ...answer, content: content as AssistantMessage['content'] };
}

describe('reasoning', () => {
  it.each<[ChatRequest['reasoning']]>([
    [{ effort: 'low' }],
    [{ budgetTokens: 1024 }],
    [{ mode: 'enabled' }],
    [{ mode: 'adaptive' }],
  ])('%j makes a model think first', async (reasoning) => {
    const { content, usage } = await reply(
      chatRequest('hi', { model: SONNET, reasoning: reasoning! }),
    );
    expect(content.map((part) => part.type)).toEqual(['reasoning', 'text']);
    expect(content[0]).toMatchObject({ signature: { by: 'anthropic', value: expect.any(String) } });
    expect(usage.reasoning).toBeGreaterThan(10);
  });

  it.each<[ChatRequest['reasoning']]>([
    [undefined],
    [{ effort: 'none' }],
    [{ budgetTokens: 0 }],
    [{ mode: 'disabled', effort: 'high' }],
    [{ include: true }],
  ])('%j does not', async (reasoning) => {
    const request = chatRequest('hi', { model: SONNET, ...(reasoning ? { reasoning } : {}) });
    const { content, usage } = await reply(request);
    expect(content.map((part) => part.type)).toEqual(['text']);
    expect(usage.reasoning).toBe(0);
  });

  it('is longer with more effort and stays within its budget', async () => {
    const tokens = async (reasoning: NonNullable<ChatRequest['reasoning']>) =>
      (await reply(chatRequest('hi', { reasoning }))).usage.reasoning;
    expect(await tokens({ effort: 'high' })).toBeGreaterThan(await tokens({ effort: 'low' }));
    expect(await tokens({ budgetTokens: 7 })).toBe(7);
  });

  it('is left out, with a warning, by a model that cannot', async () => {
    const { content, warnings } = await reply(
      chatRequest('hi', { model: 'openai/gpt-4o', reasoning: { effort: 'high' } }),
    );
    expect(content.map((part) => part.type)).toEqual(['text']);
    expect(warnings).toMatchObject([{ code: 'dropped', path: 'reasoning' }]);
  });

  it('counts though it is not sent', async () => {
    const hidden = await reply(
      chatRequest('hi', { model: 'openai/gpt-5', reasoning: { effort: 'low', include: false } }),
    );
    expect(hidden.content.map((part) => part.type)).toEqual(['text']);
    expect(hidden.usage.reasoning).toBeGreaterThan(0);
  });
});

describe('signatures', () => {
  const thinking = chatRequest('weather in Paris?', {
    model: SONNET,
    tools: [WEATHER],
    reasoning: { effort: 'low' },
  });

  it('come back unchanged or not at all', async () => {
    const answer = replyMessage(await reply(thinking));
    const next = await reply(goOn(thinking, answer, results(answer)));
    expect(next.content.at(-1)).toMatchObject({
      type: 'text',
      text: 'get_weather answered: sunny',
    });
    for (const change of [
      { text: 'Other thoughts.' },
      { signature: { by: 'anthropic', value: 'AAAA' } },
      { redacted: true, text: '' },
    ]) {
      const request = goOn(thinking, changed(answer, 0, change), results(answer));
      await expect(reply(request)).rejects.toMatchObject({
        kind: 'invalid_request',
        param: 'messages[1].content[0].signature',
        model: SONNET,
      });
    }
  });

  it('of another provider are not looked at', async () => {
    const answer = changed(replyMessage(await reply(thinking)), 0, {
      signature: { by: 'gemini', value: 'whatever' },
    });
    await reply(goOn(thinking, answer, results(answer)));
    await reply({ ...goOn(thinking, answer, results(answer)), model: 'openai/gpt-5' });
  });

  it('seal redacted thoughts', async () => {
    const request = { ...thinking, tools: [], model: `${SONNET}:redacted` };
    const answer = replyMessage(await reply(request));
    expect(answer.content[0]).toMatchObject({ type: 'reasoning', text: '', redacted: true });
    const question: Message = { role: 'user', content: [{ type: 'text', text: 'and now?' }] };
    await reply(goOn(request, answer, question));
    const broken = changed(answer, 0, { signature: { by: 'anthropic', value: 'AAAA' } });
    await expect(reply(goOn(request, broken, question))).rejects.toMatchObject({
      param: 'messages[1].content[0].signature',
    });
  });

  it('are needed by Gemini 3 to go on with its calls', async () => {
    const request = chatRequest('weather in Paris and Rome?', { model: GEMINI, tools: [WEATHER] });
    const answer = replyMessage(await reply(request));
    expect(answer.content).toMatchObject([
      { type: 'tool-call', signature: { by: 'gemini' } },
      { type: 'tool-call' },
    ]);
    expect(answer.content[1]).not.toHaveProperty('signature');
    expect((await reply(goOn(request, answer, results(answer)))).finish.reason).toBe('stop');

    const bare = changed(answer, 0, {});
    delete (bare.content[0] as { signature?: object }).signature;
    await expect(reply(goOn(request, bare, results(bare)))).rejects.toMatchObject({
      kind: 'invalid_request',
      param: 'messages[1].content[0].signature',
    });
    const question: Message = { role: 'user', content: [{ type: 'text', text: 'and now?' }] };
    await reply(goOn(request, bare, results(bare), question));
    const excused = changed(bare, 0, {
      signature: { by: 'gemini', value: 'skip_thought_signature_validator' },
    });
    await reply(goOn(request, excused, results(excused)));
  });

  it('are not missed on calls that another model made', async () => {
    const request = chatRequest('weather in Paris?', { model: 'openai/gpt-4o', tools: [WEATHER] });
    const answer = replyMessage(await reply(request));
    await reply({ ...goOn(request, answer, results(answer)), model: GEMINI });
  });

  it('end the thoughts of Gemini 3, which are sent only when they are wanted', async () => {
    const request = chatRequest('hi', { model: GEMINI, reasoning: { effort: 'low' } });
    expect((await reply(request)).content).toMatchObject([
      { type: 'text', signature: { by: 'gemini' } },
    ]);
    const open = { ...request, reasoning: { effort: 'low' as const, include: true } };
    expect((await reply(open)).content).toMatchObject([
      { type: 'reasoning', signature: { by: 'gemini' } },
      { type: 'text', signature: { by: 'gemini' } },
    ]);
  });
});

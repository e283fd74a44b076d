import type Anthropic from 'anthropic1';
import { describe, expect, it } from 'vitest';
import { ONE_CITY, WEATHER } from '../support/weather.ts';
import { connect, MODEL, SDKS } from './sdk.ts';

const BODY = {
  max_tokens: 4000,
  thinking: { type: 'enabled' as const, budget_tokens: 1024 },
  tools: [{ name: WEATHER.name, input_schema: WEATHER.schema }],
};
const QUESTION: Anthropic.MessageParam = { role: 'user', content: ONE_CITY };

/** The first two refuse to go on when a signature is missing or changed. */
const MODELS = [MODEL, 'google/gemini-3-flash-preview', 'openai/gpt-5'];

/** The conversation with the answer, as it came, and the results of its tools. */
function goOn(content: Anthropic.ContentBlock[]): Anthropic.MessageParam[] {
  return [
    QUESTION,
    { role: 'assistant', content },
    {
      role: 'user',
      content: content
        .filter((block) => block.type === 'tool_use')
        .map(({ id }) => ({ type: 'tool_result', tool_use_id: id, content: 'sunny' })),
    },
  ];
}

describe.each(SDKS)('thinking in %s', (_, Sdk) => {
  it.each(MODELS)('of %s comes back with the results of tools', async (model) => {
    const { client } = await connect(Sdk);
    const { content } = await client.messages.create({ ...BODY, model, messages: [QUESTION] });
    expect(content[0]?.type).toBe('thinking');
    const last = await client.messages.create({ ...BODY, model, messages: goOn(content) });
    expect(JSON.stringify(last.content)).toContain('sunny');
  });

  it.each(MODELS)('of %s survives the stream helper and a tool loop', async (model) => {
    const { client } = await connect(Sdk);
    const stream = client.messages.stream({ ...BODY, model, messages: [QUESTION] });
    const thoughts: string[] = [];
    stream.on('thinking', (thought) => thoughts.push(thought));
    const { content } = await stream.finalMessage();
    expect(content[0]).toMatchObject({ type: 'thinking', thinking: thoughts.join('') });
    const last = client.messages.stream({ ...BODY, model, messages: goOn(content) });
    expect(await last.finalText()).toContain('sunny');
  });

  it('is adaptive when asked', async () => {
    const { client } = await connect(Sdk);
    const { content } = await client.messages.create({
      model: 'anthropic/claude-opus-4.6',
      max_tokens: 4000,
      thinking: { type: 'adaptive' },
      output_config: { effort: 'high' },
      messages: [QUESTION],
    });
    expect(content.map(({ type }) => type)).toEqual(['thinking', 'text']);
  });

  it('is silent when disabled', async () => {
    const { client } = await connect(Sdk);
    const { content } = await client.messages.create({
      model: MODEL,
      max_tokens: 4000,
      thinking: { type: 'disabled' },
      messages: [QUESTION],
    });
    expect(content.map(({ type }) => type)).toEqual(['text']);
  });

  it('that is withheld comes back too', async () => {
    const { client } = await connect(Sdk);
    const model = `${MODEL}:redacted`;
    const { content } = await client.messages.create({ ...BODY, model, messages: [QUESTION] });
    expect(content[0]?.type).toBe('redacted_thinking');
    const last = await client.messages.create({ ...BODY, model, messages: goOn(content) });
    expect(JSON.stringify(last.content)).toContain('sunny');
  });

  it('that was changed is a 400', async () => {
    const { client } = await connect(Sdk);
    const { content } = await client.messages.create({
      ...BODY,
      model: MODEL,
      messages: [QUESTION],
    });
    const changed = content.map((block) =>
      block.type === 'thinking' ? { ...block, thinking: 'Something else.' } : block,
    );
    const asked = client.messages.create({ ...BODY, model: MODEL, messages: goOn(changed) });
    await expect(asked).rejects.toBeInstanceOf(Sdk.BadRequestError);
  });
});

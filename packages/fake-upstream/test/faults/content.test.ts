import { describe, expect } from 'vitest';
import {
  type ChatSpec,
  emptyChoices,
  type FakeUpstream,
  type Fault,
  faulty,
  nullDeltas,
  repeatedToolNames,
  reply,
  sameIndexes,
  wholeToolCalls,
  withoutIndexes,
  withoutUsage,
} from '../../src/index.ts';
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

const TOOLS: ChatSpec = {
  toolCalls: [
    { name: 'a', arguments: { x: 1 } },
    { name: 'b', arguments: { y: 2 } },
  ],
};

async function events(upstream: FakeUpstream, path: string, fault: Fault, spec: ChatSpec = TOOLS) {
  upstream.script(faulty(reply(spec), fault));
  const body = path.includes(':') ? {} : { stream: true };
  return eventsOf((await send(upstream.port, path, { body })).text);
}

const toolDeltas = (all: Loose[]) =>
  all.flatMap((event) => event.choices.flatMap((choice: Loose) => choice.delta?.tool_calls ?? []));

describe('withoutUsage', () => {
  for (const [protocol, path, body] of STREAMS) {
    it(`leaves no count in a stream (${protocol})`, async ({ upstream }) => {
      const plain = await send(upstream.port, path, { body });
      expect(plain.text).toMatch(/usage/);
      upstream.script(faulty(reply(), withoutUsage()));
      const answer = await send(upstream.port, path, { body });
      expect(answer.text).not.toMatch(/usage/i);
      expect(answer.text).not.toContain('"choices":[]');
    });
  }

  it('leaves no count in whole answers, which keep their right length', async ({ upstream }) => {
    for (const path of [CHAT, MESSAGES, GENERATE]) {
      upstream.script(faulty(reply(), withoutUsage()));
      const answer = await send(upstream.port, path, { body: {} });
      expect(answer.text).not.toMatch(/usage/i);
      expect(Number(answer.headers['content-length'])).toBe(answer.body.length);
      expect(() => JSON.parse(answer.text)).not.toThrow();
    }
  });
});

describe('indexes', () => {
  it('are missing', async ({ upstream }) => {
    const openai = toolDeltas(await events(upstream, CHAT, withoutIndexes()));
    expect(openai.length).toBeGreaterThan(4);
    expect(openai.every((delta) => !('index' in delta))).toBe(true);
    const anthropic = await events(upstream, MESSAGES, withoutIndexes());
    expect(anthropic.every((event) => !('index' in event))).toBe(true);
  });

  it('are all the same', async ({ upstream }) => {
    const openai = toolDeltas(await events(upstream, CHAT, sameIndexes()));
    expect(new Set(openai.map((delta) => delta.index))).toEqual(new Set([0]));
    expect(new Set(openai.map((delta) => delta.id)).size).toBe(3);
    const anthropic = await events(upstream, MESSAGES, sameIndexes());
    const indexes = anthropic.filter((event) => 'index' in event).map((event) => event.index);
    expect(new Set(indexes)).toEqual(new Set([0]));
  });
});

describe('tool calls', () => {
  it('repeat their names', async ({ upstream }) => {
    const deltas = toolDeltas(await events(upstream, CHAT, repeatedToolNames()));
    expect(
      deltas.every((delta) => delta.id.endsWith(delta.function.name === 'a' ? '1' : '2')),
    ).toBe(true);
    const text = deltas.map((delta) => delta.function.arguments).join('');
    expect(text).toBe('{"x":1}{"y":2}');
  });

  it('come whole', async ({ upstream }) => {
    const deltas = toolDeltas(await events(upstream, CHAT, wholeToolCalls()));
    expect(deltas).toMatchObject([
      { index: 0, id: 'call_1_1', function: { name: 'a', arguments: '{"x":1}' } },
      { index: 1, id: 'call_1_2', function: { name: 'b', arguments: '{"y":2}' } },
    ]);
  });
});

describe('events that bring nothing', () => {
  it('have no choices', async ({ upstream }) => {
    const openai = await events(upstream, CHAT, emptyChoices(), { text: 'a' });
    expect(openai.map((event) => event.choices.length)).toEqual([0, 1, 0, 1, 0, 1]);
    const anthropic = await events(upstream, MESSAGES, emptyChoices(), { text: 'a' });
    expect(anthropic.filter((event) => event.type === 'ping')).toHaveLength(8);
    const gemini = await events(upstream, GENERATE_STREAM, emptyChoices(), { text: 'a' });
    expect(gemini.map((event) => event.candidates.length)).toEqual([0, 1, 0, 1]);
  });

  it("name the events that Anthropic's wire must name", async ({ upstream }) => {
    upstream.script(faulty(reply(), emptyChoices()));
    const { text } = await send(upstream.port, MESSAGES, { body: { stream: true } });
    const names = [...text.matchAll(/^event: (\w+)$/gm)].map((match) => match[1]);
    expect(names).toEqual(dataOf(text).map((data) => JSON.parse(data).type));
  });

  it('have null for a delta', async ({ upstream }) => {
    const openai = await events(upstream, CHAT, nullDeltas(), { text: 'a' });
    expect(openai.map((event) => event.choices[0].delta)).toEqual([
      null,
      { role: 'assistant', content: '', refusal: null, tool_calls: null },
      null,
      { role: null, content: 'a', refusal: null, tool_calls: null },
      null,
      { role: null, content: null, refusal: null, tool_calls: null },
    ]);
    expect(openai.map((event) => event.choices[0].finish_reason)).toEqual([
      null,
      null,
      null,
      null,
      null,
      'stop',
    ]);
    const anthropic = await events(upstream, MESSAGES, nullDeltas(), { text: 'a' });
    expect(anthropic.filter((event) => event.delta === null)).toHaveLength(1);
    const gemini = await events(upstream, GENERATE_STREAM, nullDeltas(), { text: 'a' });
    expect(gemini.map((event) => event.candidates[0].content === null)).toEqual([
      true,
      false,
      true,
      false,
    ]);
  });
});

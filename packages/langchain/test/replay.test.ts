import { ChatAnthropic } from '@langchain/anthropic';
import type { BaseChatModel } from '@langchain/core/language_models/chat_models';
import {
  AIMessage,
  type AIMessageChunk,
  type BaseMessage,
  HumanMessage,
  mapChatMessagesToStoredMessages,
  mapStoredMessagesToChatMessages,
  SystemMessage,
  ToolMessage,
} from '@langchain/core/messages';
import { tool } from '@langchain/core/tools';
import { ChatGoogle } from '@langchain/google';
import { ChatOpenAI } from '@langchain/openai';
import { type FakeUpstream, startFakeUpstream } from '@ofoxai/fake-upstream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readConversation } from '../src/messages.ts';
import { KEY, PROTOCOLS, useGateway } from './support/gateway.ts';
import { useResponsesServer } from './support/responses-server.ts';

const gateway = useGateway();
const responses = useResponsesServer();

const add = tool(({ a, b }) => String(a + b), {
  name: 'add_numbers',
  description: 'Adds two numbers.',
  schema: z.object({ a: z.number(), b: z.number() }),
});
const QUESTION = new HumanMessage('Use add_numbers with 20 and 22.');
const REASONING = { effort: 'high', include: true } as const;

interface Sender {
  make: () => BaseChatModel;
  /** Who signs what its model thinks, as far as the class keeps it. */
  signers: { whole?: string; streamed?: string };
}

/** Another provider's classes. */
const senders: Record<string, Sender> = {
  'ChatOpenAI, chat completions': {
    make: () =>
      new ChatOpenAI({
        apiKey: KEY,
        model: 'openai/gpt-5.2',
        configuration: { baseURL: `${gateway.url}/v1` },
        modelKwargs: { reasoning_effort: 'high' },
      }),
    signers: {},
  },
  'ChatOpenAI, responses': {
    make: () =>
      new ChatOpenAI({
        apiKey: KEY,
        model: 'gpt-5.2',
        useResponsesApi: true,
        configuration: { baseURL: responses.url },
      }),
    signers: {},
  },
  ChatAnthropic: {
    make: () =>
      new ChatAnthropic({
        apiKey: KEY,
        model: 'anthropic/claude-sonnet-4.5',
        anthropicApiUrl: `${gateway.url}/anthropic`,
        maxTokens: 4000,
        thinking: { type: 'enabled', budget_tokens: 2000 },
      }),
    signers: { whole: 'anthropic', streamed: 'anthropic' },
  },
  ChatGoogle: {
    make: () =>
      new ChatGoogle({
        apiKey: KEY,
        model: 'google/gemini-2.5-pro',
        endpoint: `${gateway.url}/gemini`,
        thinkingBudget: 2000,
        includeThoughts: true,
      } as ConstructorParameters<typeof ChatGoogle>[0]),
    // It drops the signature that ends a stream's thoughts, as that piece has no text.
    signers: { whole: 'gemini' },
  },
};

async function ask(model: BaseChatModel, streamed: boolean): Promise<AIMessage> {
  const bound = model.bindTools!([add]);
  if (!streamed) return (await bound.invoke([QUESTION])) as AIMessage;
  let full: AIMessageChunk | undefined;
  for await (const chunk of (await bound.stream([QUESTION])) as AsyncIterable<AIMessageChunk>) {
    full = full ? full.concat(chunk) : chunk;
  }
  return full!;
}

async function withResult(said: AIMessage): Promise<BaseMessage[]> {
  return [QUESTION, said, (await add.invoke(said.tool_calls![0] as never)) as ToolMessage];
}

describe.each(Object.entries(senders))('a history of %s', (sender, { make, signers }) => {
  const histories: BaseMessage[][] = [];
  beforeAll(async () => {
    for (const streamed of [false, true]) {
      histories.push(await withResult(await ask(make(), streamed)));
    }
  });

  it('is read as what was thought, said and called, whether it was streamed or not', () => {
    for (const [at, history] of histories.entries()) {
      const { messages } = readConversation(history, 'openai');
      const [thought, ...rest] = messages[1]!.content;
      expect(thought).toMatchObject({ type: 'reasoning', text: expect.stringMatching(/tool/) });
      const signature = thought && 'signature' in thought ? thought.signature : undefined;
      expect(signature?.by).toBe(at === 0 ? signers.whole : signers.streamed);
      const call = rest.find((part) => part.type === 'tool-call');
      expect(call).toMatchObject({ name: 'add_numbers' });
      expect(JSON.parse(call?.type === 'tool-call' ? call.arguments : '')).toEqual({
        a: 20,
        b: 22,
      });
      expect(messages[2]!.content[0]).toMatchObject({ type: 'tool-result' });
    }
    const kinds = histories.map((history) =>
      readConversation(history, 'openai').messages[1]!.content.map(({ type }) => type),
    );
    expect(kinds[1]).toEqual(kinds[0]);
  });

  it('is the same once it was stored and loaded', () => {
    for (const history of histories) {
      const stored = JSON.parse(JSON.stringify(mapChatMessagesToStoredMessages(history)));
      const loaded = mapStoredMessagesToChatMessages(stored);
      for (const protocol of PROTOCOLS) {
        expect(readConversation(loaded, protocol)).toEqual(readConversation(history, protocol));
      }
    }
  });

  it.each([
    ['openai', 'openai/gpt-5.2'],
    ['anthropic', 'anthropic/claude-sonnet-4.5'],
    ['gemini', 'google/gemini-2.5-pro'],
    ['openai', 'anthropic/claude-sonnet-4.5'],
    ['anthropic', 'google/gemini-3-flash-preview'],
    ['gemini', 'ofox/pro'],
  ] as const)('goes on, on the %s wire with %s', async (protocol, model) => {
    const next = gateway.chat({ protocol, model, reasoning: REASONING }).bindTools([add]);
    for (const history of histories) {
      const answer = await next.invoke(history);
      expect(answer.text).toContain('42');
      const again = await next.invoke([...history, answer, new HumanMessage('Thank you.')]);
      expect(again.text).not.toBe('');
    }
  });

  it.runIf(sender === 'ChatOpenAI, responses')('tells what of it means nothing elsewhere', () => {
    for (const history of histories) {
      const { messages, warnings } = readConversation(history, 'anthropic');
      expect(JSON.stringify(messages)).not.toContain('gAAAA');
      expect(warnings.map(({ code }) => code)).toEqual(expect.arrayContaining(['foreign_dropped']));
      expect(messages[1]!.content).toContainEqual(
        expect.objectContaining({
          type: 'text',
          text: 'Let me add them.',
          citations: [expect.objectContaining({ url: 'https://example.com/sums' })],
        }),
      );
    }
  });
});

const PNG =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==';

describe('pictures and cache markers of any dialect', () => {
  let upstream: FakeUpstream;
  beforeAll(async () => {
    upstream = await startFakeUpstream();
  });
  afterAll(() => upstream.close());

  const images: [string, object][] = [
    ['LangChain', { type: 'image', mimeType: 'image/png', data: PNG }],
    [
      'LangChain, bytes',
      { type: 'image', mimeType: 'image/png', data: Buffer.from(PNG, 'base64') },
    ],
    ['LangChain, old', { type: 'image', source_type: 'base64', mime_type: 'image/png', data: PNG }],
    ['ChatOpenAI', { type: 'image_url', image_url: { url: `data:image/png;base64,${PNG}` } }],
    [
      'ChatAnthropic',
      { type: 'image', source: { type: 'base64', media_type: 'image/png', data: PNG } },
    ],
    ['ChatGoogle', { type: 'media', mimeType: 'image/png', data: PNG }],
    ['Google', { inlineData: { mimeType: 'image/png', data: PNG } }],
  ];
  for (const protocol of PROTOCOLS) {
    it.each(images)(`cross to the ${protocol} wire from %s`, async (_name, image) => {
      const marker = { cache_control: { type: 'ephemeral' as const } };
      const text = { type: 'text', text: 'Look.', ...marker };
      const content = [text, image] as HumanMessage['content'];
      const history = [
        new SystemMessage({ content: [{ type: 'text', text: 'Be brief.', ...marker }] }),
        new HumanMessage({ content }),
        new AIMessage({ content: '', tool_calls: [{ id: 'call_1', name: 'look', args: {} }] }),
        new ToolMessage({ tool_call_id: 'call_1', content: [image] as ToolMessage['content'] }),
      ];
      const model = gateway.chat({ protocol, model: 'some/model', baseUrl: upstream.url });
      await model.invoke(history);
      const body = JSON.stringify(upstream.requests.at(-1)?.json);
      expect(body.split(PNG).length - 1).toBe(2);
      if (protocol === 'anthropic') expect(body.split('"ephemeral"').length - 1).toBe(2);
    });
  }
});

describe('what another class left beside or in its messages', () => {
  const read = (fields: ConstructorParameters<typeof AIMessage>[0]) =>
    readConversation([new AIMessage(fields)], 'gemini').messages[0]!.content;

  it('keeps the citations of ChatAnthropic', () => {
    const citation = {
      type: 'char_location',
      cited_text: 'Grass is green.',
      document_index: 0,
      document_title: 'Nature',
      start_char_index: 0,
      end_char_index: 15,
    };
    const parts = read({
      content: [{ type: 'text', text: 'Green.', citations: [citation] }] as never,
      response_metadata: { model_provider: 'anthropic' },
    });
    expect(parts).toEqual([
      {
        type: 'text',
        text: 'Green.',
        citations: [{ title: 'Nature', quote: 'Grass is green.', extra: { anthropic: citation } }],
      },
    ]);
  });

  it('joins the pieces of ChatGoogle, each as far as its signature', () => {
    const parts = read({
      content: [
        { type: 'text', text: 'One ', thought: true },
        { type: 'text', text: 'thought.', thought: true, thoughtSignature: 'c2ln' },
        { type: 'text', text: 'Another.', thought: true },
        { type: 'text', text: 'An ' },
        { type: 'text', text: 'answer.' },
      ] as never,
      response_metadata: { model_provider: 'google' },
    });
    expect(parts).toEqual([
      { type: 'reasoning', text: 'One thought.', signature: { by: 'gemini', value: 'c2ln' } },
      { type: 'reasoning', text: 'Another.' },
      { type: 'text', text: 'An answer.' },
    ]);
  });

  it('finds signatures of calls where gateways and older classes put them', () => {
    const call = { id: 'call_1', name: 'look', args: {} };
    const wanted = [
      {
        type: 'tool-call',
        id: 'call_1',
        name: 'look',
        arguments: '{}',
        signature: { by: 'gemini', value: 'c2ln' },
      },
    ];
    const byId = { __gemini_function_call_thought_signatures__: { call_1: 'c2ln' } };
    expect(read({ content: '', tool_calls: [call], additional_kwargs: byId })).toEqual(wanted);
    const raw = {
      id: 'call_1',
      type: 'function',
      function: { name: 'look', arguments: '{}' },
      extra_content: { google: { thought_signature: 'c2ln' } },
    };
    const beside = { tool_calls: [raw as never] };
    expect(read({ content: '', tool_calls: [call], additional_kwargs: beside })).toEqual(wanted);
  });

  it('keeps redacted thoughts', () => {
    const parts = read({
      content: [{ type: 'redacted_thinking', data: 'c2VjcmV0' }] as never,
      response_metadata: { model_provider: 'anthropic' },
    });
    expect(parts).toEqual([
      {
        type: 'reasoning',
        text: '',
        redacted: true,
        signature: { by: 'anthropic', value: 'c2VjcmV0' },
      },
    ]);
  });
});

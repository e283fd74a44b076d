import { ContextOverflowError, ModelRefusalError } from '@langchain/core/errors';
import { load } from '@langchain/core/load';
import { type AIMessageChunk, HumanMessage } from '@langchain/core/messages';
import { tool } from '@langchain/core/tools';
import {
  error,
  errorInStream,
  faulty,
  pauseBeforeHeaders,
  reply,
  sameIndexes,
  tryLater,
  withoutIndexes,
} from '@ofoxai/fake-upstream';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { ChatOfoxFields } from '../src/fields.ts';
import * as module from '../src/index.ts';
import { ChatOfox, OfoxModelError } from '../src/index.ts';
import { KEY, PROTOCOLS, useGateway } from './support/gateway.ts';
import { useUpstream } from './support/upstream.ts';

const fake = useUpstream();
const make = (fields?: ChatOfoxFields) => fake.make(fields);

async function sum(stream: AsyncIterable<AIMessageChunk>): Promise<AIMessageChunk> {
  let full: AIMessageChunk | undefined;
  for await (const chunk of stream) full = full ? full.concat(chunk) : chunk;
  return full!;
}

const lastBody = () => fake.upstream.requests.at(-1)?.json as Record<string, unknown>;

describe.each(PROTOCOLS)('on the %s wire', (protocol) => {
  it('tells errors as LangChain knows them', async () => {
    fake.upstream.script(error({ status: 401 }));
    const thrown = await make({ protocol })
      .invoke('hi')
      .catch((e: unknown) => e);
    expect(OfoxModelError.isInstance(thrown)).toBe(true);
    expect(thrown).toMatchObject({
      status: 401,
      lc_error_code: 'MODEL_AUTHENTICATION',
      kind: 'authentication',
    });
  });

  it('retries by LangChain’s caller alone, and waits as it is told', async () => {
    fake.upstream.script(error({ status: 503 }), { times: 2 });
    await make({ protocol, maxRetries: 2 }).invoke('hi');
    expect(fake.upstream.requests.length).toBe(3);
  }, 20_000);

  it('tells who wants to know of each failed try, the first as well', async () => {
    fake.upstream.script(error({ status: 503 }), { times: 2 });
    const failed: unknown[] = [];
    const onFailedAttempt = (error: unknown) => void failed.push(error);
    await make({ protocol, maxRetries: 2, onFailedAttempt }).invoke('hi');
    expect(failed).toMatchObject([{ status: 503 }, { status: 503 }]);
    fake.upstream.script(error({ status: 503 }));
    const giveUp = () => {
      throw new Error('no more');
    };
    const model = make({ protocol, maxRetries: 2, onFailedAttempt: giveUp });
    await expect(model.invoke('hi')).rejects.toThrow('no more');
    expect(fake.upstream.requests.length).toBe(4);
  }, 20_000);

  it('asks no more at a time than it may', async () => {
    let most = 0;
    let now = 0;
    const counted: typeof fetch = async (...request) => {
      now += 1;
      most = Math.max(most, now);
      try {
        return await fetch(...request);
      } finally {
        now -= 1;
      }
    };
    const ask = (model: ChatOfox) => Promise.all(['a', 'b', 'c'].map((text) => model.invoke(text)));
    await ask(make({ protocol, maxConcurrency: 1, fetch: counted }));
    expect(most).toBe(1);
    await ask(make({ protocol, fetch: counted }));
    expect(most).toBe(3);
  });

  it('does not retry what a call says not to', async () => {
    fake.upstream.script(error({ status: 503 }));
    await expect(
      make({ protocol, maxRetries: 3 }).invoke('hi', { maxRetries: 0 }),
    ).rejects.toThrow();
    expect(fake.upstream.requests.length).toBe(1);
  });

  it('retries a stream and an event stream until their first output', async () => {
    fake.upstream.script(error({ status: 503 }));
    const model = make({ protocol, maxRetries: 1 });
    expect((await sum(await model.stream('hi'))).text).not.toBe('');
    fake.upstream.script(error({ status: 503 }));
    expect((await model.streamEvents('hi')).text).not.toBe('');
    expect(fake.upstream.requests.length).toBe(4);
  }, 20_000);

  it('throws what breaks in mid-stream, with what had arrived', async () => {
    const broken = faulty(
      reply({ text: 'one two three '.repeat(10), chunks: 20 }),
      errorInStream({ status: 529 }, 9),
    );
    fake.upstream.script(broken);
    const read = async () => {
      for await (const _ of await make({ protocol }).stream('hi'));
    };
    const thrown = await read().catch((e: unknown) => e);
    expect(OfoxModelError.isInstance(thrown)).toBe(true);
    expect((thrown as OfoxModelError).partialOutput?.text).toContain('one');
  });

  it('closes the socket when a stream is left', async () => {
    fake.upstream.script(reply({ text: 'word '.repeat(20_000), chunks: 2000 }));
    for await (const _ of await make({ protocol }).stream('hi')) break;
    await fake.upstream.requests[0]?.closed;
    expect(fake.upstream.requests[0]?.ending).toBe('aborted');
  });

  it('limits the time of each attempt', async () => {
    fake.upstream.script(faulty(reply(), pauseBeforeHeaders(Number.POSITIVE_INFINITY)));
    const thrown = await make({ protocol, timeout: 50 })
      .invoke('hi')
      .catch((e: unknown) => e);
    expect(thrown).toMatchObject({ kind: 'timeout' });
  });

  it('throws the signal’s reason after an abort', async () => {
    fake.upstream.script(faulty(reply(), pauseBeforeHeaders(Number.POSITIVE_INFINITY)));
    const thrown = await make({ protocol })
      .invoke('hi', { timeout: 50 })
      .catch((e: unknown) => e);
    expect((thrown as Error).name).toMatch(/TimeoutError|AbortError/);
  });

  it('sends what a call says over what the constructor says, and nothing of a graph’s internals', async () => {
    const model = make({
      protocol,
      temperature: 0.1,
      provider: { routing: 'cost' },
      modelKwargs: { zz: 1, temperature: 2 },
    });
    await model.invoke('hi', {
      temperature: 0.7,
      provider: { fallback: ['ofox/mini'] },
      modelKwargs: { yy: 2 },
      writer: () => undefined,
      promptIndex: 3,
      executionInfo: {},
    } as never);
    const body = JSON.stringify(lastBody());
    expect(body).toContain('0.7');
    expect(lastBody()).toMatchObject({
      provider: { routing: 'cost', fallback: ['ofox/mini'] },
      zz: 1,
      yy: 2,
    });
    expect(body).not.toMatch(/promptIndex|executionInfo|writer|0\.1/);
  });

  it('makes the same metadata whole, streamed and from events', async () => {
    const model = make({ protocol, includeResponseHeaders: true });
    const whole = await model.invoke('hi');
    const streamed = await sum(await model.stream('hi'));
    const events = await model.streamEvents('hi');
    for (const message of [whole, streamed, events]) {
      expect(message.response_metadata).toMatchObject({
        model: expect.any(String),
        model_provider: 'ofoxai',
        finish_reason: 'stop',
        attempts: [expect.objectContaining({ model: 'some/model' })],
        headers: expect.any(Object),
      });
    }
    const keys = (message: { response_metadata: object }) =>
      Object.keys(message.response_metadata)
        .filter((key) => key !== 'output_version')
        .sort();
    expect(keys(streamed)).toEqual(keys(whole));
    expect(keys(events)).toEqual(keys(whole));
    expect(events.usage_metadata).toEqual(streamed.usage_metadata);
  });
});

describe('on the OpenAI wire', () => {
  const calls = {
    toolCalls: [
      { name: 'a', arguments: { x: 1 } },
      { name: 'b', arguments: { y: 2 } },
    ],
  } as never;

  it.each([
    ['without indexes', withoutIndexes],
    ['with one index for all', sameIndexes],
  ])('reads tool deltas %s', async (_name, fault) => {
    fake.upstream.script(faulty(reply(calls), fault()));
    const full = await sum(await make().stream('hi'));
    expect(full.tool_calls?.map(({ name, args }) => [name, args])).toEqual([
      ['a', { x: 1 }],
      ['b', { y: 2 }],
    ]);
  });

  it.each(['seconds', 'milliseconds', 'ratelimit-reset'] as const)(
    'waits as the server says by %s',
    async (form) => {
      fake.upstream.script(tryLater(form, 300));
      await make({ maxRetries: 1 }).invoke('hi');
      expect(fake.upstream.requests.length).toBe(2);
    },
    20_000,
  );
});

const gateway = useGateway();

describe('context and refusals', () => {
  it('tells a conversation that is too long', async () => {
    const model = gateway.chat({ model: 'openai/gpt-4o' });
    const thrown = await model.invoke('word '.repeat(200_000)).catch((e: unknown) => e);
    expect(ContextOverflowError.isInstance(thrown)).toBe(true);
    expect(thrown).toMatchObject({ lc_error_code: 'CONTEXT_OVERFLOW', status: 400 });
  });

  it.each(PROTOCOLS)(
    'raises ModelRefusalError where an answer must be parsed (%s)',
    async (protocol) => {
      const model = gateway.chat({ model: 'ofox/pro:refuse', protocol });
      const schema = z.object({ a: z.string() });
      const thrown = await model
        .withStructuredOutput(schema, { method: 'jsonSchema' })
        .invoke('hi')
        .catch((e: unknown) => e);
      expect(ModelRefusalError.isInstance(thrown)).toBe(true);
    },
  );
});

describe('reasoning', () => {
  it.each(PROTOCOLS)('comes back and goes back in a tool loop (%s)', async (protocol) => {
    const add = tool(({ a, b }) => String(a + b), {
      name: 'add_numbers',
      description: 'Adds two numbers.',
      schema: z.object({ a: z.number(), b: z.number() }),
    });
    const model = gateway
      .chat({ protocol, reasoning: { effort: 'high', include: true } })
      .bindTools([add]);
    const question = new HumanMessage('Use add_numbers with 1 and 2.');
    const first = await model.invoke([question]);
    const reasoning = first.contentBlocks.filter(({ type }) => type === 'reasoning');
    expect(reasoning.length).toBeGreaterThan(0);
    const result = await add.invoke(first.tool_calls![0] as never);
    for (const next of PROTOCOLS) {
      const answer = await gateway
        .chat({ protocol: next, reasoning: { effort: 'high' } })
        .bindTools([add])
        .invoke([question, first, result]);
      expect(answer.text).toContain('3');
    }
  });
});

describe('structured output', () => {
  const schema = z.object({ city: z.string(), degrees: z.number() });
  const standard = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] };
  for (const protocol of PROTOCOLS) {
    it.each(['functionCalling', 'jsonSchema', 'jsonMode'] as const)(
      `by %s on the ${protocol} wire`,
      async (method) => {
        const model = gateway.chat({ protocol });
        const prompt = 'Answer in JSON with city and degrees: it is 20 degrees in Rome.';
        const parsed = await model.withStructuredOutput(standard, { method }).invoke(prompt);
        expect(parsed).toBeTypeOf('object');
        if (method === 'jsonMode') return;
        const typed = await model.withStructuredOutput(schema, { method }).invoke(prompt);
        expect(typeof typed.degrees).toBe('number');
        const { raw } = await model
          .withStructuredOutput(schema, { method, includeRaw: true })
          .invoke(prompt);
        expect(raw.response_metadata).toMatchObject({ model: 'ofox/pro' });
      },
    );
  }
});

describe('the class itself', () => {
  it('is saved and loaded with its base URL and without its key', async () => {
    const model = new ChatOfox('ofox/pro', {
      apiKey: 'sk-test-secret',
      baseURL: 'http://127.0.0.1:9',
      temperature: 0.5,
      headers: { 'x-secret': 'yes' },
    });
    const text = JSON.stringify(model);
    expect(text).not.toMatch(/sk-test-secret|x-secret/);
    const loaded = await load<ChatOfox>(text, {
      secretsMap: { OFOX_API_KEY: 'sk-test-2' },
      optionalImportsMap: { 'langchain/chat_models/ofox': module },
    });
    expect(loaded).toBeInstanceOf(ChatOfox);
    expect(JSON.parse(JSON.stringify(loaded)).kwargs).toEqual(JSON.parse(text).kwargs);
    expect(loaded._identifyingParams()).toMatchObject({
      base_url: 'http://127.0.0.1:9',
      temperature: 0.5,
    });
  });

  it('tells traces nothing secret', () => {
    const model = make({ headers: { authorization2: 'sk-test-secret' } as never });
    expect(JSON.stringify([model.invocationParams({}), model._identifyingParams()])).not.toContain(
      'sk-test',
    );
    expect(model.metadata?.versions).toHaveProperty('@ofoxai/langchain');
  });

  it('has cache keys that tell models and settings apart', () => {
    const key = (fields: ChatOfoxFields) =>
      make(fields)._getSerializedCacheKeyParametersForCall({} as never);
    expect(
      new Set([key({}), key({ model: 'b' }), key({ temperature: 1 }), key({ protocol: 'gemini' })])
        .size,
    ).toBe(4);
  });

  it('counts tokens without a network', async () => {
    expect(await make().getNumTokens('hello world, how are you?')).toBeGreaterThan(3);
    const { totalCount, countPerMessage } = await make().getNumTokensFromMessages([
      new HumanMessage('hi'),
    ]);
    expect(totalCount).toBe(countPerMessage[0]);
  });

  it('knows profiles, and takes one over them', async () => {
    expect(new ChatOfox('openai/gpt-4o', { apiKey: KEY }).profile.maxInputTokens).toBe(128_000);
    expect(new ChatOfox('no/such', { apiKey: KEY }).profile).toEqual({});
    expect(make({ profile: { structuredOutput: true } }).profile.structuredOutput).toBe(true);
    const found = await ChatOfox.fromCatalog('google/gemini-2.5-pro', {
      apiKey: KEY,
      baseUrl: gateway.url,
    });
    expect(found.profile).toMatchObject({ maxInputTokens: 1_048_576, imageInputs: true });
  });

  it('streams in invoke when told, and does not stream when told not to', async () => {
    await make({ streaming: true }).invoke('hi');
    expect(lastBody().stream).toBe(true);
    for await (const _ of await make({ disableStreaming: true }).stream('hi'));
    expect(lastBody().stream).not.toBe(true);
  });

  it('asks for the key when it is needed and not before', async () => {
    const model = new ChatOfox('ofox/pro', { baseUrl: fake.upstream.url, apiKey: undefined });
    await expect(model.invoke('hi')).rejects.toThrow(/API key/);
  });
});

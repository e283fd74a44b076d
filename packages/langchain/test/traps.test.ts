import { BaseCallbackHandler, type NewTokenIndices } from '@langchain/core/callbacks/base';
import { type AIMessageChunk, HumanMessage } from '@langchain/core/messages';
import type { ChatGenerationChunk } from '@langchain/core/outputs';
import { tool } from '@langchain/core/tools';
import { error, faulty, json, pauseBeforeHeaders, reply } from '@ofoxai/fake-upstream';
import { describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import type { ChatOfoxCallOptions, ChatOfoxFields } from '../src/fields.ts';
import { OfoxModelError } from '../src/index.ts';
import { KEY, PROTOCOLS } from './support/gateway.ts';
import { useUpstream } from './support/upstream.ts';

const fake = useUpstream();
const make = (fields?: ChatOfoxFields) => fake.make(fields);

async function chunksOf(stream: Promise<AsyncIterable<AIMessageChunk>>): Promise<AIMessageChunk[]> {
  const chunks: AIMessageChunk[] = [];
  for await (const chunk of await stream) chunks.push(chunk);
  return chunks;
}

const bodyOf = (number: number) =>
  fake.upstream.requests[number - 1]?.json as Record<string, Record<string, unknown>>;

const TURN = {
  reasoning: 'I need the tool.',
  signature: 'c2lnbmVk',
  text: 'Let me look. ',
  toolCalls: [{ name: 'look', arguments: { at: 'it' } }],
} as const;

/** Tells of each token, as the handlers of tracers and graphs do. */
class Tokens extends BaseCallbackHandler {
  name = 'tokens';
  texts: string[] = [];
  chunks: unknown[] = [];
  usage: unknown;
  override handleLLMNewToken(
    text: string,
    _place: NewTokenIndices,
    _run: string,
    _parent?: string,
    _tags?: string[],
    fields?: { chunk?: unknown },
  ) {
    this.texts.push(text);
    this.chunks.push((fields?.chunk as ChatGenerationChunk | undefined)?.message);
  }
  override handleLLMEnd(output: { llmOutput?: Record<string, unknown> }) {
    this.usage = output.llmOutput?.tokenUsage;
  }
}

describe.each(PROTOCOLS)('traps of LangChain, on the %s wire', (protocol) => {
  it('keeps what LangChain would add up in the last chunk alone', async () => {
    const chunks = await chunksOf(make({ protocol }).stream('hi'));
    const last = chunks.pop();
    for (const { response_metadata, usage_metadata } of chunks) {
      expect(response_metadata).toEqual({ model_provider: 'ofoxai' });
      expect(usage_metadata).toBeUndefined();
    }
    expect(last?.response_metadata).toMatchObject({
      model: 'some/model',
      finish_reason: 'stop',
      stop_reason: expect.any(String),
    });
    expect(last?.usage_metadata).toMatchObject({ input_tokens: 10, output_tokens: 6 });
  });

  it('tells callbacks of each chunk and of the usage, in a stream and in an invoke that streams', async () => {
    const streamed = new Tokens();
    const chunks = await chunksOf(make({ protocol }).stream('hi', { callbacks: [streamed] }));
    expect(streamed.chunks).toEqual(chunks);
    expect(streamed.texts.join('')).toBe('Hello from the fake upstream.');
    const invoked = new Tokens();
    const answer = await make({ protocol, streaming: true }).invoke('hi', {
      callbacks: [invoked],
    });
    expect(invoked.texts.join('')).toBe(answer.text);
    const whole = new Tokens();
    await make({ protocol }).invoke('hi', { callbacks: [whole] });
    const usage = { promptTokens: 10, completionTokens: 6, totalTokens: 16 };
    expect([streamed.usage, invoked.usage, whole.usage]).toEqual([usage, usage, usage]);
  });

  it('gives the events of version 2, with every token', async () => {
    const events = [];
    for await (const event of make({ protocol }).streamEvents('hi', { version: 'v2' })) {
      events.push(event);
    }
    expect(events[0]?.event).toBe('on_chat_model_start');
    const last = events.at(-1);
    expect(last?.event).toBe('on_chat_model_end');
    const told = events.filter(({ event }) => event === 'on_chat_model_stream');
    expect(told.map(({ data }) => data.chunk.text).join('')).toBe(last?.data.output.text);
  });

  it.each(['invoke', 'stream'] as const)('has standard blocks in content, by %s', async (way) => {
    fake.upstream.script(reply(TURN), { times: 2 });
    const model = make({ protocol });
    const message =
      way === 'invoke'
        ? await model.invoke('hi')
        : (await chunksOf(model.stream('hi'))).reduce((sum, chunk) => sum.concat(chunk));
    const kinds = message.contentBlocks.map(({ type }) => type);
    expect(kinds).toEqual(['reasoning', 'text', 'tool_call']);
    expect(message.content).toEqual(message.contentBlocks);
    expect(message.additional_kwargs).toEqual({});
    expect(message.tool_calls).toEqual([
      { type: 'tool_call', id: expect.any(String), name: 'look', args: { at: 'it' } },
    ]);
    const versioned = await make({ protocol, outputVersion: 'v1' }).invoke('hi');
    expect(versioned.contentBlocks.map(({ type }) => type)).toEqual(kinds);
  });

  it('asks for a schema in the words of its own wire, of all those that agents say at once', async () => {
    const schema = { type: 'object', properties: { a: { type: 'string' } }, required: ['a'] };
    const options = {
      response_format: {
        type: 'json_schema',
        json_schema: { name: 'extract', schema, strict: true },
      },
      outputConfig: { format: { type: 'json_schema', schema } },
      responseSchema: schema,
      ls_structured_output_format: { kwargs: { method: 'json_schema' } },
      strict: true,
    } as Partial<ChatOfoxCallOptions>;
    await make({ protocol }).invoke('hi', options);
    const sent = JSON.stringify(bodyOf(1));
    const words = {
      openai: 'response_format',
      anthropic: 'output_config',
      gemini: 'generationConfig',
    };
    expect(Object.keys(bodyOf(1))).toContain(words[protocol]);
    expect(sent).not.toMatch(/outputConfig|ls_structured|responseSchema":\{"type":"json_schema/);
  });

  it.each([
    ['404', error({ status: 404 })],
    ['401', error({ status: 401 })],
    ['a limit that says nothing of when', error({ status: 429 })],
    [
      'a limit for more than a minute',
      error({ status: 429 }, { headers: { 'retry-after': '90' } }),
    ],
  ])('does not try again after %s', async (_name, answer) => {
    fake.upstream.script(answer);
    const thrown = await make({ protocol, maxRetries: 3 })
      .invoke('hi')
      .catch((e: unknown) => e);
    expect(OfoxModelError.isInstance(thrown)).toBe(true);
    expect(fake.upstream.requests).toHaveLength(1);
  });

  it('has what retries and middleware read on its errors', async () => {
    fake.upstream.script(
      error({ status: 503 }, { headers: { 'retry-after': '2', 'x-request-id': 'r1' } }),
    );
    const thrown = await make({ protocol })
      .invoke('hi')
      .catch((e: unknown) => e);
    expect(thrown).toMatchObject({
      name: 'OfoxModelError',
      status: 503,
      retryAfterMs: 2000,
      headers: { 'retry-after': '2' },
      cause: { kind: 'unavailable' },
    });
  });

  it('is given up at once by an abort, also while it tries again', async () => {
    fake.upstream.script(error({ status: 503 }));
    fake.upstream.script(faulty(reply(), pauseBeforeHeaders(Number.POSITIVE_INFINITY)));
    const leaving = new AbortController();
    const asked = make({ protocol, maxRetries: 3 }).invoke('hi', { signal: leaving.signal });
    const second = await fake.upstream.request(2);
    leaving.abort(new Error('enough'));
    await expect(asked).rejects.toThrow(/enough|abort/i);
    expect(await second.closed).toBe('aborted');
    expect(fake.upstream.requests).toHaveLength(2);
  });

  it('tells who answered, and what it cost', async () => {
    const headers = { 'x-request-id': 'r1', 'request-id': 'r1', 'x-ofox-provider': 'node-a' };
    fake.upstream.script(reply({ model: 'other/model' }, headers), { times: 2 });
    const model = make({ protocol });
    const whole = await model.invoke('hi');
    const streamed = (await chunksOf(model.stream('hi'))).reduce((sum, chunk) => sum.concat(chunk));
    for (const { response_metadata } of [whole, streamed]) {
      expect(response_metadata).toMatchObject({
        model: 'other/model',
        requested_model: 'some/model',
        provider: 'node-a',
        request_id: 'r1',
        protocol,
      });
    }
  });

  it('sends headers of its own and of the call, and goes through a fetch that it is given', async () => {
    const through = vi.fn(fetch);
    const model = make({ protocol, headers: { 'x-app': 'a' }, fetch: through });
    await model.invoke('hi', { headers: { 'x-call': 'b' } });
    expect(fake.upstream.requests[0]?.headers).toMatchObject({ 'x-app': 'a', 'x-call': 'b' });
    expect(through).toHaveBeenCalledTimes(1);
  });

  it('adds up the usage of several answers', async () => {
    const { llmOutput } = await make({ protocol }).generate([
      [new HumanMessage('one')],
      [new HumanMessage('two')],
    ]);
    expect(llmOutput?.tokenUsage).toEqual({
      promptTokens: 20,
      completionTokens: 12,
      totalTokens: 32,
    });
  });
});

describe('traps of LangChain on OpenAI’s wire', () => {
  const message = (fields: object) =>
    json({
      id: 'c1',
      object: 'chat.completion',
      created: 1,
      model: 'some/model',
      choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', ...fields } }],
      usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2, cost: 0.5 },
    } as never);
  const call = (id: string | null, args: string) => ({
    content: null,
    tool_calls: [{ id, type: 'function', function: { name: 'look', arguments: args } }],
  });

  it.each([null, '', 'null', 'None'])('makes an id for a call that comes with %j', async (id) => {
    fake.upstream.script(message(call(id, '{}')));
    const { tool_calls } = await make().invoke('hi');
    expect(tool_calls?.[0]?.id).toMatch(/^call_/);
  });

  it('tells calls whose arguments are no JSON object', async () => {
    fake.upstream.script(message(call('call_1', '{"at": ')));
    const { tool_calls, invalid_tool_calls } = await make().invoke('hi');
    expect(tool_calls).toEqual([]);
    expect(invalid_tool_calls).toMatchObject([{ id: 'call_1', name: 'look', args: '{"at": ' }]);
  });

  it('keeps log probabilities, citations and the cost', async () => {
    const logprobs = { content: [{ token: 'a', logprob: -0.5, bytes: null, top_logprobs: [] }] };
    const annotation = {
      type: 'url_citation',
      url_citation: { url: 'https://example.com', title: 'T', start_index: 0, end_index: 1 },
    };
    fake.upstream.script(
      json({
        id: 'c1',
        model: 'some/model',
        choices: [
          {
            index: 0,
            finish_reason: 'stop',
            logprobs,
            message: { role: 'assistant', content: 'a', annotations: [annotation] },
          },
        ],
        usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2, cost: 0.5 },
      } as never),
    );
    const answer = await make({ topLogprobs: 2 }).invoke('hi');
    expect(bodyOf(1)).toMatchObject({ logprobs: true, top_logprobs: 2 });
    expect(answer.response_metadata).toMatchObject({ logprobs, cost: 0.5 });
    expect(answer.contentBlocks[0]).toMatchObject({
      type: 'text',
      annotations: [{ type: 'citation', url: 'https://example.com', title: 'T' }],
    });
  });

  it('keeps images that a model makes', async () => {
    const bytes = new Uint8Array([137, 80, 78, 71]);
    fake.upstream.script(reply({ text: 'Here.', image: { mediaType: 'image/png', bytes } }), {
      times: 2,
    });
    const whole = await make().invoke('hi');
    const streamed = (await chunksOf(make().stream('hi'))).reduce((sum, one) => sum.concat(one));
    for (const { contentBlocks } of [whole, streamed]) {
      expect(contentBlocks).toContainEqual({
        type: 'image',
        mimeType: 'image/png',
        data: Buffer.from(bytes).toString('base64'),
      });
    }
  });
});

describe('what does not change', () => {
  it('is a tool that is bound, also with strict', async () => {
    const definition = Object.freeze({
      type: 'function',
      function: Object.freeze({ name: 'look', parameters: Object.freeze({ type: 'object' }) }),
    });
    await make().bindTools([definition], { strict: true }).invoke('hi');
    expect(bodyOf(1)).toMatchObject({ tools: [{ function: { name: 'look', strict: true } }] });
    expect(definition.function).not.toHaveProperty('strict');
  });

  it('is what a trace tells, however often it asks', () => {
    const model = make({ temperature: 0.5, modelKwargs: { zz: 1 } });
    const options = { tools: [{ name: 'look', input_schema: { type: 'object' } }] } as never;
    expect(model.invocationParams(options)).toEqual(model.invocationParams(options));
    expect(JSON.stringify(model.invocationParams(options))).not.toContain(KEY);
  });

  it('is the model: agents find no tools of its own on it', () => {
    const look = tool(() => 'ok', { name: 'look', schema: z.object({}) });
    const model = make();
    model.bindTools([look]);
    expect(Object.keys(model)).not.toContain('tools');
    expect(model.getName()).toBe('ChatOfox');
    expect(model.lc_secrets).toEqual({ apiKey: 'OFOX_API_KEY' });
  });
});

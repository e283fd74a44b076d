import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fold, type ProtocolName, protocols, type Reply, type ReplyEvent } from '@ofoxai/core';
import Anthropic from 'anthropic1';
import { GoogleGenAI } from 'genai3';
import OpenAI from 'openai7';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Essence, essenceOf } from '../../core/test/crossings/essence.ts';
import {
  hasRecorded,
  recordedReplies,
  recordedStreams,
} from '../../core/test/crossings/recorded.ts';
import { NAMES, readText, writeStream } from '../../core/test/crossings/wires.ts';

/** What an SDK made of an answer, in the words in which answers are compared. */
type Seen = Pick<Essence, 'text' | 'calls' | 'finish'> & { input: number; output: number };

const MODEL = 'recorded';
let body = '';
let server: Server;
let url = '';

/** Answers every request with `body`, in pieces of odd sizes. */
beforeAll(async () => {
  server = createServer((request, response) => {
    request.resume();
    const isJson = body.startsWith('{');
    response.setHeader('content-type', isJson ? 'application/json' : 'text/event-stream');
    const bytes = Buffer.from(body);
    for (let at = 0; at < bytes.length; at += 997) response.write(bytes.subarray(at, at + 997));
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => new Promise<void>((resolve) => void server.close(() => resolve())));

type Read = (isStream: boolean) => Promise<Seen>;

const SDKS: Record<ProtocolName, Read> = {
  async openai(isStream) {
    const client = new OpenAI({ apiKey: 'sk-test', baseURL: url, maxRetries: 0 });
    const asked = { model: MODEL, messages: [{ role: 'user' as const, content: 'Hi' }] };
    const completion = isStream
      ? await client.chat.completions.stream(asked).finalChatCompletion()
      : await client.chat.completions.create(asked);
    const [choice] = completion.choices;
    const calls = (choice?.message.tool_calls ?? []).filter((call) => call.type === 'function');
    return {
      text: (choice?.message.content ?? '') + (choice?.message.refusal ?? ''),
      calls: calls.map(({ id, function: { name, arguments: json } }) => ({
        id,
        name,
        arguments: JSON.parse(json),
      })),
      finish: classOf(choice?.finish_reason, calls.length),
      input: completion.usage?.prompt_tokens ?? -1,
      output: completion.usage?.completion_tokens ?? -1,
    };
  },

  async anthropic(isStream) {
    const client = new Anthropic({ apiKey: 'sk-test', baseURL: url, maxRetries: 0 });
    const messages = [{ role: 'user' as const, content: 'Hi' }];
    const asked = { model: MODEL, max_tokens: 9, messages };
    const message = isStream
      ? await client.messages.stream(asked).finalMessage()
      : await client.messages.create(asked);
    const { usage } = message;
    const calls = message.content.filter((block) => block.type === 'tool_use');
    return {
      text: message.content.map((block) => (block.type === 'text' ? block.text : '')).join(''),
      calls: calls.map(({ id, name, input }) => ({ id, name, arguments: input as never })),
      finish: classOf(message.stop_reason, calls.length),
      input:
        usage.input_tokens +
        (usage.cache_read_input_tokens ?? 0) +
        (usage.cache_creation_input_tokens ?? 0),
      output: usage.output_tokens,
    };
  },

  async gemini(isStream) {
    const client = new GoogleGenAI({ apiKey: 'test', httpOptions: { baseUrl: url } });
    const asked = { model: MODEL, contents: 'Hi' };
    const seen: Seen = { text: '', calls: [], finish: 'complete', input: -1, output: -1 };
    const chunks = isStream
      ? await client.models.generateContentStream(asked)
      : [await client.models.generateContent(asked)];
    for await (const { candidates, usageMetadata } of chunks) {
      const [candidate] = candidates ?? [];
      for (const { text, thought, functionCall } of candidate?.content?.parts ?? []) {
        if (text && !thought) seen.text += text;
        if (functionCall) {
          const { id = '', name = '', args = {} } = functionCall;
          seen.calls.push({ id, name, arguments: args as never });
        }
      }
      seen.finish = classOf(candidate?.finishReason, seen.calls.length);
      seen.input = usageMetadata?.promptTokenCount ?? seen.input;
      const output = usageMetadata?.candidatesTokenCount;
      if (output !== undefined) seen.output = output + (usageMetadata?.thoughtsTokenCount ?? 0);
    }
    return seen;
  },
};

const WORDS: Record<string, Essence['finish']> = {
  length: 'length',
  max_tokens: 'length',
  MAX_TOKENS: 'length',
  tool_calls: 'tool_calls',
  tool_use: 'tool_calls',
  content_filter: 'declined',
  refusal: 'declined',
  SAFETY: 'declined',
  OTHER: 'declined',
};

function classOf(word: string | null | undefined, calls: number): Essence['finish'] {
  const told = WORDS[word ?? ''] ?? 'complete';
  return told === 'complete' && calls > 0 ? 'tool_calls' : told;
}

function expected(reply: Reply): Seen {
  const { text, calls, finish, usage } = essenceOf(reply);
  return { text, calls, finish, input: usage.input, output: usage.output };
}

describe.skipIf(!hasRecorded)(
  'recorded answers (../shared/vectors), through the official SDKs',
  () => {
    test.each(recordedStreams())('the stream $from $name', async ({ from, text }) => {
      const told = readText(protocols[from], text);
      const reply = fold(told.events as ReplyEvent[]);
      for (const to of NAMES) {
        body = writeStream(protocols[to], told);
        expect(await SDKS[to](true), to).toEqual(expected(reply));
      }
    });

    test.each(recordedReplies())('the answer $from $name', async ({ from, body: recorded }) => {
      const reply = protocols[from].decodeReply(recorded);
      for (const to of NAMES) {
        body = JSON.stringify(protocols[to].encodeReply(reply));
        expect(await SDKS[to](false), to).toEqual(expected(reply));
      }
    });
  },
);

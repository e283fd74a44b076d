import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { OfoxError } from '../../src/error.ts';
import type { JsonValue } from '../../src/json.ts';
import type { EncodedRequest } from '../../src/protocols/wire.ts';
import type { AssistantMessage, ChatRequest, Message } from '../../src/request.ts';
import { chatRequest } from '../arbitraries/request.ts';
import { MODELS, NAMES, PAIRS, WIRES } from './wires.ts';

type Name = (typeof NAMES)[number];

/** Sent to a gateway of ours on that wire, and read there; `undefined` where it is refused. */
function sent(request: ChatRequest, to: Name): ChatRequest | undefined {
  const encoded = encode(request, to);
  return encoded && read(encoded, to, request);
}

function encode(request: ChatRequest, to: Name): EncodedRequest | undefined {
  try {
    return WIRES[to].encodeRequest(request);
  } catch (error) {
    if (!OfoxError.is(error)) throw error;
    expect(error.kind).toBe('invalid_request');
    expect(error.param).toBeTruthy();
    return undefined;
  }
}

function read({ body }: EncodedRequest, to: Name, { model, stream }: ChatRequest): ChatRequest {
  const copy = JSON.parse(JSON.stringify(body)) as JsonValue;
  return WIRES[to].decodeRequest({ body: copy, model, stream });
}

/** What every wire can say of a conversation, and so must arrive. */
function essenceOf({ system, messages, tools, ...request }: ChatRequest) {
  const spoken = messages.flatMap(saying);
  return {
    model: request.model,
    stream: request.stream,
    system: system.map(({ text }) => text).join(''),
    spoken: joined(spoken),
    calls: messages.flatMap((message) => (message.role === 'assistant' ? callsOf(message) : [])),
    results: messages.flatMap((message) => (message.role === 'tool' ? resultsOf(message) : [])),
    tools: tools.flatMap((tool) => (tool.type === 'function' ? [tool.name] : [])),
    provider: request.provider,
    modelRouting: request.modelRouting,
  };
}

function saying(message: Message): { by: 'user' | 'assistant'; text: string }[] {
  if (message.role === 'tool') return [];
  const by = message.role === 'assistant' ? 'assistant' : 'user';
  let text = '';
  for (const part of message.content) {
    if (part.type === 'text' || part.type === 'refusal') text += part.text;
  }
  return [{ by, text }];
}

/** Wires differ in where a turn ends, and in whether instructions may stand among them. */
function joined(spoken: ReturnType<typeof saying>): ReturnType<typeof saying> {
  const turns: ReturnType<typeof saying> = [];
  for (const { by, text } of spoken) {
    const last = turns.at(-1);
    if (text === '') continue;
    if (last?.by === by) last.text += text;
    else turns.push({ by, text });
  }
  return turns;
}

function callsOf({ content }: AssistantMessage) {
  const calls = content.filter((part) => part.type === 'tool-call');
  return calls.map(({ id, name, arguments: json }) => ({ id, name, arguments: JSON.parse(json) }));
}

function resultsOf({ content }: Extract<Message, { role: 'tool' }>) {
  return content.map((result) => {
    const texts = result.content.filter((part) => part.type === 'text');
    const text = texts.map((part) => part.text.replaceAll('\n', '')).join('');
    return { id: result.id, text, isError: result.isError === true };
  });
}

/**
 * The request without what some wire puts into words, or somewhere else: media of results (they move
 * behind a mark among the user's words), JSON mode (an instruction), tools that a choice excludes.
 * It begins with words that all can say.
 */
function plain(request: ChatRequest): ChatRequest {
  const { responseFormat: _, toolChoice: __, ...rest } = request;
  const messages = request.messages.map(withoutMedia);
  const greeting: Message = { role: 'user', content: [{ type: 'text', text: 'Hello' }] };
  return { ...rest, messages: [greeting, ...messages] };
}

/** Each run crosses twice, for nine pairs; `OFOX_LAW_RUNS` asks for more. */
const RUNS = { numRuns: Number(process.env.OFOX_LAW_RUNS ?? 60) };

describe.each(PAIRS)('a request from $from to $to', ({ from, to }) => {
  test('says the same there, and the same again on its way back', () => {
    fc.assert(
      fc.property(chatRequest(), (any) => {
        const original = sent(plain(any), from);
        if (!original) return;
        const there = sent(original, to);
        expect(there && essenceOf(there)).toEqual(essenceOf(original));
        const back = there && sent(there, from);
        expect(back && essenceOf(back)).toEqual(essenceOf(original));
      }),
      RUNS,
    );
  });

  test('goes through or is refused by name, and a second crossing changes nothing more', () => {
    fc.assert(
      fc.property(chatRequest(), (any) => {
        const original = sent(any, from);
        const there = original && sent(original, to);
        const again = there && sent(there, to);
        const thrice = again && sent(again, to);
        if (thrice) expect(thrice).toEqual(again);
      }),
      RUNS,
    );
  });
});

function withoutMedia(message: Message): Message {
  switch (message.role) {
    case 'tool': {
      const content = message.content.map((result) => ({
        ...result,
        content: result.content.filter(isNoMedia),
      }));
      return { ...message, content };
    }
    case 'user':
      return { ...message, content: message.content.filter(isNoMedia) };
    case 'assistant':
      return { ...message, content: message.content.filter(isNoMedia) };
    default:
      return message;
  }
}

function isNoMedia({ type }: { type: string }): boolean {
  return type !== 'media';
}

/** The signatures of its thoughts, texts and calls, by their maker. */
function signaturesOf({ messages }: ChatRequest): string[] {
  return messages.flatMap((message) => {
    if (message.role !== 'assistant') return [];
    return message.content.flatMap((part) =>
      'signature' in part && part.signature && part.type !== 'media'
        ? [`${part.type} ${part.signature.by} ${part.signature.value}`]
        : [],
    );
  });
}

test('signatures reach their maker after a detour through callers of the other wires', () => {
  fc.assert(
    fc.property(chatRequest(), fc.constantFrom(...NAMES), (any, through) => {
      const { messages, ...rest } = plain(any);
      const request = { ...rest, messages: messages.map(signedOnce) };
      const caller = asCallerOf(through, request);
      expect(signaturesOf(caller).sort()).toEqual(signaturesOf(request).sort());
    }),
    RUNS,
  );
});

/** The OpenAI wire has one place for the signature of all texts of an answer. */
function signedOnce(message: Message): Message {
  if (message.role !== 'assistant') return message;
  const last = message.content.findLast((part) => part.type === 'text');
  const content = message.content.map((part) => {
    if (part.type !== 'text' || part === last) return part;
    const { signature: _, ...text } = part;
    return text;
  });
  return { ...message, content };
}

/** The conversation as a caller of that wire brings it back: each answer as it was given there. */
function asCallerOf(through: Name, request: ChatRequest): ChatRequest {
  const wire = WIRES[through];
  const messages = request.messages.map((message): Message => {
    if (message.role !== 'assistant') return message;
    const reply = wire.decodeReply(
      wire.encodeReply({
        id: 'r',
        model: MODELS[through],
        content: message.content,
        finish: { reason: 'stop' },
        usage: { input: 0, cacheRead: 0, cacheWrite: 0, cacheWrite1h: 0, output: 0, reasoning: 0 },
        warnings: [],
      }),
    );
    return { role: 'assistant', content: reply.content };
  });
  return { ...request, messages };
}

import { ChatModelStream } from '@langchain/core/language_models/stream';
import {
  type AIMessage,
  type AIMessageChunk,
  mapChatMessagesToStoredMessages,
  mapStoredMessagesToChatMessages,
} from '@langchain/core/messages';
import type { ChatGenerationChunk } from '@langchain/core/outputs';
import { type Reply, type ReplyEvent, type ResponseInfo, unfold } from '@ofoxai/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ChunkWriter } from '../src/chunks.ts';
import { readConversation } from '../src/messages.ts';
import { replyResult } from '../src/reply-message.ts';
import { EventWriter } from '../src/stream-events.ts';
import { anyReply } from './support/arbitrary-reply.ts';

const response: ResponseInfo = {
  status: 200,
  headers: {},
  requestId: 'r1',
  protocol: 'openai',
  attempts: [{ model: 'ofox/pro' }],
  warnings: [],
  durationMs: 1,
};
const facts = { model: 'ofox/auto', includeHeaders: false, warnings: [] };

/** Events of a reply whose texts and arguments come in two pieces each. */
function inPieces(reply: Reply): ReplyEvent[] {
  return unfold(reply).flatMap((event): ReplyEvent[] => {
    switch (event.type) {
      case 'text':
      case 'refusal':
      case 'reasoning': {
        const at = Math.floor(event.text.length / 2);
        const { type, index } = event;
        return [
          { type, index, text: event.text.slice(0, at) },
          { ...event, text: event.text.slice(at) },
        ];
      }
      case 'tool-call-delta': {
        const at = Math.floor(event.arguments.length / 2);
        return [
          { ...event, arguments: event.arguments.slice(0, at) },
          { ...event, arguments: event.arguments.slice(at) },
        ];
      }
      default:
        return [event];
    }
  });
}

function whole(reply: Reply): AIMessage {
  return replyResult({ ...reply, response }, facts).generations[0]!.message as AIMessage;
}

function streamed(reply: Reply): AIMessageChunk {
  const writer = new ChunkWriter();
  let sum: ChatGenerationChunk | undefined;
  const add = (chunk: ChatGenerationChunk | undefined) => {
    if (chunk) sum = sum ? sum.concat(chunk) : chunk;
  };
  for (const event of inPieces(reply)) add(writer.write(event));
  add(writer.end({ ...reply, response }, facts));
  return sum!.message as AIMessageChunk;
}

async function fromEvents(reply: Reply): Promise<AIMessage> {
  const writer = new EventWriter();
  async function* events() {
    for (const event of inPieces(reply)) yield* writer.write(event);
    yield* writer.end({ ...reply, response }, facts);
  }
  return new ChatModelStream(events());
}

const facets = ({
  content,
  tool_calls,
  invalid_tool_calls,
  usage_metadata,
  response_metadata,
  id,
  text,
}: AIMessage | AIMessageChunk) => ({
  ...{ content, tool_calls, invalid_tool_calls, usage_metadata, response_metadata, id, text },
});

describe('any reply', () => {
  it('is the same message whole and streamed', () => {
    fc.assert(
      fc.property(anyReply, (reply) => {
        expect(facets(streamed(reply))).toEqual(facets(whole(reply)));
      }),
    );
  });

  it('is the same sum at each step, whichever of its halves is added up', () => {
    fc.assert(
      fc.property(anyReply, (reply) => {
        const writer = new ChunkWriter();
        const chunks = inPieces(reply).flatMap((event) => writer.write(event) ?? []);
        chunks.push(writer.end({ ...reply, response }, facts));
        let sum: ChatGenerationChunk | undefined;
        let message: AIMessageChunk | undefined;
        for (const chunk of chunks) {
          const piece = chunk.message as AIMessageChunk;
          sum = sum ? sum.concat(chunk) : chunk;
          message = message ? message.concat(piece) : piece;
          expect(facets(sum.message as AIMessageChunk)).toEqual(facets(message));
          expect(JSON.stringify(sum)).toBe(JSON.stringify({ text: sum.text, message }));
        }
      }),
    );
  });

  it('is the same blocks, calls, usage and metadata from the event stream', async () => {
    await fc.assert(
      fc.asyncProperty(anyReply, async (reply) => {
        const expected = whole(reply);
        const message = await fromEvents(reply);
        const { output_version: _, ...metadata } = message.response_metadata;
        expect(metadata).toEqual(expected.response_metadata);
        expect(message.tool_calls ?? []).toEqual(expected.tool_calls);
        expect(message.usage_metadata).toEqual(expected.usage_metadata);
        // For no content at all LangChain makes an empty text block, but not in every case.
        const blocks = expected.contentBlocks.filter(
          (block) => JSON.stringify(block) !== '{"type":"text","text":""}',
        );
        expect(message.contentBlocks).toEqual(blocks);
      }),
    );
  });

  it('survives being stored, and goes back to the model whole', () => {
    fc.assert(
      fc.property(anyReply, (reply) => {
        const message = whole(reply);
        const stored = JSON.parse(JSON.stringify(mapChatMessagesToStoredMessages([message])));
        const [loaded] = mapStoredMessagesToChatMessages(stored);
        const { messages } = readConversation([message], 'openai');
        expect(readConversation([loaded!], 'openai').messages).toEqual(messages);
        const valid = (part: (typeof reply.content)[number]) =>
          !(part.type === 'tool-call' && !isObject(part.arguments)) &&
          !(
            part.type === 'text' &&
            part.text === '' &&
            !part.signature &&
            !part.citations &&
            !part.extra
          );
        const sent = messages[0]?.content.map((part) =>
          part.type === 'tool-call' ? { ...part, arguments: JSON.parse(part.arguments) } : part,
        );
        const wanted = reply.content
          .filter(valid)
          .map((part) =>
            part.type === 'tool-call' ? { ...part, arguments: JSON.parse(part.arguments) } : part,
          );
        const refusals = wanted.length < (sent?.length ?? 0) ? [{ type: 'refusal', text: '' }] : [];
        expect(sent).toEqual([...wanted, ...refusals]);
      }),
    );
  });
});

function isObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

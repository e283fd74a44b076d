import type { JsonObject, JsonValue, Usage } from '@ofoxai/core';
import { type Chat, type ChatEvent, type ChatWire, jsonEvent, pieces } from './chat.ts';

const STOP_REASONS: Readonly<Record<string, string>> = {
  stop: 'end_turn',
  length: 'max_tokens',
  tool_calls: 'tool_use',
  content_filter: 'refusal',
};

export const anthropic: ChatWire = {
  whole(chat) {
    return {
      ...envelope(chat),
      content: blocks(chat).map(({ start, whole }) => ({ ...start, ...whole })),
      stop_reason: stopReason(chat),
      stop_sequence: null,
      usage: anthropicUsage(chat.usage, outputTokens(chat.usage)),
    };
  },

  *events(chat) {
    const message = {
      ...envelope(chat),
      content: [],
      stop_reason: null,
      stop_sequence: null,
      usage: anthropicUsage(chat.usage, 1),
    };
    yield { event: named({ type: 'message_start', message }), preamble: true };
    yield { event: named({ type: 'ping' }), preamble: true };
    for (const [index, block] of blocks(chat).entries()) yield* blockEvents(index, block);
    yield {
      event: named({
        type: 'message_delta',
        delta: { stop_reason: stopReason(chat), stop_sequence: null },
        usage: { output_tokens: outputTokens(chat.usage) },
      }),
    };
    yield { event: named({ type: 'message_stop' }) };
  },
};

/** A content block: how it starts, how its deltas go on, and what it holds when it is whole. */
interface Block {
  start: JsonObject;
  deltas: JsonObject[];
  whole: JsonObject;
}

function blocks(chat: Chat): Block[] {
  if (chat.image !== undefined) throw new Error("Anthropic's wire has no images in answers");
  const made: Block[] = [];
  if (chat.reasoning !== '' || chat.signature !== undefined) made.push(thinkingBlock(chat));
  if (chat.text !== '') {
    made.push({
      start: { type: 'text', text: '' },
      deltas: pieces(chat.text, chat.chunks).map((text) => ({ type: 'text_delta', text })),
      whole: { text: chat.text },
    });
  }
  for (const call of chat.toolCalls) {
    const json = JSON.stringify(call.arguments);
    made.push({
      start: { type: 'tool_use', id: call.id, name: call.name, input: {} },
      deltas: pieces(json, chat.chunks).map((partial_json) => ({
        type: 'input_json_delta',
        partial_json,
      })),
      whole: { input: call.arguments },
    });
  }
  return made;
}

function thinkingBlock(chat: Chat): Block {
  const signature = chat.signature ?? 'ZmFrZQ==';
  const deltas: JsonObject[] = pieces(chat.reasoning, chat.chunks).map((thinking) => ({
    type: 'thinking_delta',
    thinking,
  }));
  return {
    start: { type: 'thinking', thinking: '', signature: '' },
    deltas: [...deltas, { type: 'signature_delta', signature }],
    whole: { thinking: chat.reasoning, signature },
  };
}

function* blockEvents(index: number, block: Block): Generator<ChatEvent> {
  const preamble = block.start.type !== 'tool_use';
  yield {
    event: named({ type: 'content_block_start', index, content_block: block.start }),
    preamble,
  };
  for (const delta of block.deltas) {
    yield { event: named({ type: 'content_block_delta', index, delta }) };
  }
  yield { event: named({ type: 'content_block_stop', index }) };
}

function envelope(chat: Chat): JsonObject {
  return { id: chat.id, type: 'message', role: 'assistant', model: chat.model };
}

function named(data: { type: string; [key: string]: JsonValue }) {
  return jsonEvent(data, data.type);
}

function stopReason(chat: Chat): string {
  return STOP_REASONS[chat.finish] ?? chat.finish;
}

function outputTokens(usage: Usage): number {
  return usage.output + usage.reasoning;
}

function anthropicUsage(usage: Usage, output: number): JsonObject {
  return {
    input_tokens: usage.input,
    cache_creation_input_tokens: usage.cacheWrite + usage.cacheWrite1h,
    cache_read_input_tokens: usage.cacheRead,
    ...(usage.cacheWrite1h > 0 && {
      cache_creation: {
        ephemeral_5m_input_tokens: usage.cacheWrite,
        ephemeral_1h_input_tokens: usage.cacheWrite1h,
      },
    }),
    output_tokens: output,
    ...(usage.cost !== undefined && { cost: Number(usage.cost) }),
  };
}

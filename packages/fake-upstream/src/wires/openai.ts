import type { JsonObject, JsonValue, Usage } from '@ofoxai/core';
import { isObject } from '../json.ts';
import { type Chat, type ChatEvent, type ChatWire, jsonEvent, pieces } from './chat.ts';

/** The words of Chat Completions are those of `FinishWord`, so none needs a translation. */
export const openai: ChatWire = {
  whole(chat) {
    return {
      id: chat.id,
      object: 'chat.completion',
      created: chat.created,
      model: chat.model,
      choices: [{ index: 0, message: message(chat), logprobs: null, finish_reason: chat.finish }],
      usage: openaiUsage(chat.usage),
    };
  },

  *events(chat, request) {
    yield { event: chunk(chat, { role: 'assistant', content: '' }), preamble: true };
    for (const piece of pieces(chat.reasoning, chat.chunks)) {
      yield { event: chunk(chat, { reasoning_content: piece }) };
    }
    for (const piece of pieces(chat.text, chat.chunks)) {
      yield { event: chunk(chat, { content: piece }) };
    }
    if (chat.image !== undefined) yield { event: chunk(chat, { images: images(chat) }) };
    yield* toolCallEvents(chat);
    yield { event: chunk(chat, {}, chat.finish) };
    if (wantsUsage(request.json)) {
      yield { event: jsonEvent({ ...frame(chat), choices: [], usage: openaiUsage(chat.usage) }) };
    }
    yield { event: { data: '[DONE]' } };
  },
};

function* toolCallEvents(chat: Chat): Generator<ChatEvent> {
  for (const [index, call] of chat.toolCalls.entries()) {
    const head = { name: call.name, arguments: '' };
    const start = { index, id: call.id, type: 'function', function: head };
    yield { event: chunk(chat, { tool_calls: [start] }) };
    for (const piece of pieces(JSON.stringify(call.arguments), chat.chunks)) {
      const delta = { index, function: { arguments: piece } };
      yield { event: chunk(chat, { tool_calls: [delta] }) };
    }
  }
}

function message(chat: Chat): JsonObject {
  const silent = chat.text === '' && chat.toolCalls.length > 0;
  return {
    role: 'assistant',
    content: silent ? null : chat.text,
    refusal: null,
    ...(chat.reasoning !== '' && { reasoning_content: chat.reasoning }),
    ...(chat.image !== undefined && { images: images(chat) }),
    ...(chat.toolCalls.length > 0 && {
      tool_calls: chat.toolCalls.map((call) => ({
        id: call.id,
        type: 'function',
        function: { name: call.name, arguments: JSON.stringify(call.arguments) },
      })),
    }),
  };
}

/** Images as OpenRouter's dialect of this wire has them. */
function images({ image }: Chat): JsonValue[] {
  if (image === undefined) return [];
  const url = `data:${image.mediaType};base64,${image.base64}`;
  return [{ type: 'image_url', image_url: { url } }];
}

function frame(chat: Chat): JsonObject {
  return {
    id: chat.id,
    object: 'chat.completion.chunk',
    created: chat.created,
    model: chat.model,
  };
}

function chunk(chat: Chat, delta: JsonObject, finish: string | null = null) {
  return jsonEvent({ ...frame(chat), choices: [{ index: 0, delta, finish_reason: finish }] });
}

function wantsUsage(body: JsonValue | undefined): boolean {
  const options = isObject(body) ? body.stream_options : undefined;
  return isObject(options) && options.include_usage === true;
}

function openaiUsage(usage: Usage): JsonObject {
  const input = usage.input + usage.cacheRead + usage.cacheWrite + usage.cacheWrite1h;
  const output = usage.output + usage.reasoning;
  return {
    prompt_tokens: input,
    completion_tokens: output,
    total_tokens: input + output,
    prompt_tokens_details: { cached_tokens: usage.cacheRead },
    completion_tokens_details: { reasoning_tokens: usage.reasoning },
    ...(usage.cost !== undefined && { cost: Number(usage.cost) }),
  };
}

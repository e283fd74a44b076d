import type { JsonObject, Usage } from '@ofoxai/core';
import { type Chat, type ChatWire, jsonEvent, pieces } from './chat.ts';

/** Gemini says STOP for tool calls too. */
const FINISH_REASONS: Readonly<Record<string, string>> = {
  stop: 'STOP',
  length: 'MAX_TOKENS',
  tool_calls: 'STOP',
  content_filter: 'SAFETY',
};

export const gemini: ChatWire = {
  whole(chat) {
    return response(chat, [...parts(chat, 1)], finishReason(chat));
  },

  *events(chat) {
    for (const part of parts(chat, chat.chunks)) yield { event: jsonEvent(response(chat, [part])) };
    yield { event: jsonEvent(response(chat, [{ text: '' }], finishReason(chat))) };
  },
};

function* parts(chat: Chat, chunks: number): Generator<JsonObject> {
  const signed = chat.signature !== undefined && { thoughtSignature: chat.signature };
  const signsCall = chat.toolCalls.length > 0;
  for (const text of pieces(chat.reasoning, chunks)) yield { text, thought: true };
  const texts = pieces(chat.text, chunks);
  for (const [index, text] of texts.entries()) {
    const last = index === texts.length - 1;
    yield { text, ...(last && !signsCall && signed) };
  }
  if (chat.image !== undefined) {
    yield { inlineData: { mimeType: chat.image.mediaType, data: chat.image.base64 } };
  }
  for (const [index, call] of chat.toolCalls.entries()) {
    const functionCall = { name: call.name, args: call.arguments };
    yield { functionCall, ...(index === 0 && signed) };
  }
}

function response(chat: Chat, content: JsonObject[], finish?: string): JsonObject {
  const candidate: JsonObject = { content: { parts: content, role: 'model' }, index: 0 };
  if (finish !== undefined) candidate.finishReason = finish;
  return {
    candidates: [candidate],
    usageMetadata: geminiUsage(chat.usage),
    modelVersion: chat.model,
    responseId: chat.id,
  };
}

function finishReason(chat: Chat): string {
  return FINISH_REASONS[chat.finish] ?? chat.finish;
}

function geminiUsage(usage: Usage): JsonObject {
  const input = usage.input + usage.cacheRead + usage.cacheWrite + usage.cacheWrite1h;
  return {
    promptTokenCount: input,
    candidatesTokenCount: usage.output,
    totalTokenCount: input + usage.output + usage.reasoning,
    ...(usage.cacheRead > 0 && { cachedContentTokenCount: usage.cacheRead }),
    ...(usage.reasoning > 0 && { thoughtsTokenCount: usage.reasoning }),
    ...(usage.cost !== undefined && { cost: Number(usage.cost) }),
  };
}

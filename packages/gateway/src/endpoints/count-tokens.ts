import { isJsonObject, type JsonObject, type JsonValue } from '@ofoxai/core';
import { readJson } from '../http/read-json.ts';
import type { Handler } from './context.ts';
import { wireRequest } from './wire-request.ts';

/** Tells how many tokens a request would be read as, without answering it. */
export const countTokens: Handler = async (exchange, endpoint, { provider, maxBodyBytes }) => {
  const body = await readJson(exchange, maxBodyBytes);
  const { protocol, record } = exchange;
  const isGemini = protocol.name === 'gemini';
  const counted = isGemini ? geminiRequest(body) : anthropicRequest(body);
  const request = protocol.decodeRequest(wireRequest({ ...endpoint, stream: false }, counted));
  record.model = request.model;
  const tokens = provider.countTokens(request);
  record.inputTokens = tokens;
  exchange.sendJson(200, isGemini ? { totalTokens: tokens } : { input_tokens: tokens });
};

/** Counting takes no `max_tokens`, without which Anthropic's messages are refused. */
function anthropicRequest(body: JsonValue): JsonValue {
  return isJsonObject(body) ? { max_tokens: 1, ...body, stream: false } : body;
}

/** Google takes either the contents alone or a whole request around them. */
function geminiRequest(body: JsonValue): JsonValue {
  const whole: JsonValue | undefined = isJsonObject(body) ? body.generateContentRequest : undefined;
  if (whole === undefined) return body;
  if (!isJsonObject(whole)) return whole;
  const { model: _, ...request }: JsonObject = whole;
  return request;
}

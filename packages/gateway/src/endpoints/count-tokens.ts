import { type ChatRequest, isJsonObject, type JsonObject, type JsonValue } from '@ofoxai/core';
import { attempt } from '../upstream/attempts.ts';
import type { Handler } from './context.ts';
import { EndpointChatCall, readRaw } from './endpoint-call.ts';
import { makePlan, preferencesIn } from './plan.ts';
import { wireRequest } from './wire-request.ts';

/**
 * Tells how many tokens a request would be read as, without answering it. Where no provider tells,
 * the gateway estimates, and marks the answer with `x-ofox-estimated: true`.
 */
export const countTokens: Handler = async (exchange, endpoint, context) => {
  const { protocol, record } = exchange;
  const body = await readRaw(exchange, context.maxBodyBytes);
  const call = new CountCall(exchange, { ...endpoint, stream: false }, body);
  record.model = call.model;
  const { provider } = preferencesIn(call.picked);
  const plan = makePlan(
    exchange,
    context,
    { models: [call.model], provider },
    body.bytes.length,
    0,
  );
  const { answer, call: routeCall } = await attempt(plan, call, context, record, (route) =>
    route.owner.countTokens(call, route),
  );
  routeCall.succeed();
  const { tokens, isEstimate } = answer;
  record.inputTokens = tokens;
  const head = exchange.jsonHead();
  if (isEstimate) head.push('x-ofox-estimated', 'true');
  const isGemini = protocol.name === 'gemini';
  exchange.sendJson(200, isGemini ? { totalTokens: tokens } : { input_tokens: tokens }, head);
};

/** A conversation of which only the tokens are to be counted. */
class CountCall extends EndpointChatCall {
  protected override decode(json: JsonValue): ChatRequest {
    const counted = this.face.name === 'gemini' ? geminiRequest(json) : anthropicRequest(json);
    return this.face.decodeRequest(wireRequest(this.endpoint, counted));
  }
}

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

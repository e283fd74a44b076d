import type { ChatRequest } from '@ofoxai/core';
import { readPrompt } from '../embedded/prompt.ts';
import { explain } from '../routing/auto/choose-models.ts';
import { attempt } from '../upstream/attempts.ts';
import { chooseAuto, isAuto } from './choose-auto.ts';
import type { Handler } from './context.ts';
import { EndpointChatCall, readRaw } from './endpoint-call.ts';
import { makePlan, preferencesIn } from './plan.ts';
import { type MostUsage, reserveSpend } from './reserve-spend.ts';
import { sendWhole } from './send-whole.ts';
import { streamReply } from './stream-reply.ts';

/** Continues a conversation, whichever protocol asks, in one piece or streamed. */
export const chat: Handler = async (exchange, endpoint, context) => {
  const { record } = exchange;
  const body = await readRaw(exchange, context.maxBodyBytes);
  const call = new EndpointChatCall(exchange, endpoint, body);
  const { model, picked } = call;
  record.model = model;
  record.stream = call.stream;
  const { provider, modelRouting } = preferencesIn(picked);
  const choice = isAuto(model)
    ? chooseAuto(exchange, call.request, modelRouting, context)
    : undefined;
  if (choice) record.auto = explain(choice);
  const plan = makePlan(
    exchange,
    context,
    { models: choice?.models ?? [model], provider, modelRouting },
    body.bytes.length,
    outputOf(picked),
  );
  if (exchange.key?.settings.spend) {
    await reserveSpend(exchange, exchange.key, context, plan.models, mostOf(call.request));
  }
  if (call.stream) await streamReply(exchange, call, plan, context);
  else {
    const { answer, call: routeCall } = await attempt(plan, call, context, record, (route) =>
      route.owner.reply(call, route),
    );
    routeCall.succeed();
    sendWhole(exchange, answer, routeCall.route);
  }
};

function mostOf(request: ChatRequest): MostUsage {
  return { input: readPrompt(request).tokens, output: request.maxTokens };
}

function outputOf(picked: EndpointChatCall['picked']): number | undefined {
  const most = picked.max_completion_tokens ?? picked.max_tokens;
  return typeof most === 'number' ? most : undefined;
}

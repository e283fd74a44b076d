import {
  type ChatRequest,
  isJsonObject,
  type JsonValue,
  type Reply,
  type ReplyEvent,
  ReplyFold,
} from '@ofoxai/core';
import type { Exchange } from '../http/exchange.ts';
import { readJson } from '../http/read-json.ts';
import { tryModels } from './attempts.ts';
import type { Context, Handler } from './context.ts';
import { recordUsage, warningsHeader } from './reply-record.ts';
import { streamReply } from './stream-reply.ts';
import { wireRequest } from './wire-request.ts';

/** Continues a conversation, whichever protocol asks, in one piece or streamed. */
export const chat: Handler = async (exchange, endpoint, context) => {
  const body = await readJson(exchange, context.maxBodyBytes);
  const request = exchange.protocol.decodeRequest(wireRequest(endpoint, body));
  exchange.record.stream = request.stream;
  if (request.stream) {
    await streamReply(exchange, request, { includeUsage: wantsUsage(body) }, context);
  } else {
    await sendReply(exchange, request, context);
  }
};

async function sendReply(
  exchange: Exchange,
  request: ChatRequest,
  context: Context,
): Promise<void> {
  const reply = await tryModels(request, exchange, context, (model, options) =>
    foldAll(context.provider.chat({ ...request, model }, options)),
  );
  exchange.record.servedModel = reply.model;
  recordUsage(exchange.record, reply.usage);
  const head = exchange.jsonHead();
  head.push(...warningsHeader(reply.warnings));
  exchange.sendJson(200, exchange.protocol.encodeReply(reply), head);
}

async function foldAll(events: AsyncIterable<ReplyEvent>): Promise<Reply> {
  const reply = new ReplyFold();
  for await (const event of events) reply.push(event);
  return reply.end();
}

/** Whether an OpenAI caller asked for usage at the end of the stream. */
function wantsUsage(body: JsonValue): boolean {
  if (!isJsonObject(body) || !isJsonObject(body.stream_options)) return false;
  return body.stream_options.include_usage === true;
}

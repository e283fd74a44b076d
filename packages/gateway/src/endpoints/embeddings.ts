import { readJson } from '../http/read-json.ts';
import { tryModels } from './attempts.ts';
import type { Handler } from './context.ts';
import { recordUsage } from './reply-record.ts';
import { wireRequest } from './wire-request.ts';

/** Turns texts into vectors. */
export const embeddings: Handler = async (exchange, endpoint, context) => {
  const codec = exchange.protocol.embeddings;
  if (!codec) throw new TypeError(`${exchange.protocol.name} has no embeddings.`);
  const body = await readJson(exchange, context.maxBodyBytes);
  const request = codec.decodeRequest(wireRequest(endpoint, body));
  const reply = await tryModels(request, exchange, context, (model, options) =>
    context.provider.embed({ ...request, model }, options),
  );
  exchange.record.servedModel = reply.model;
  recordUsage(exchange.record, reply.usage);
  exchange.sendJson(200, codec.encodeReply(reply, request));
};

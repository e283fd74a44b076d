import { readJson } from '../http/read-json.ts';
import { tryModels } from './attempts.ts';
import type { Handler } from './context.ts';
import { recordUsage } from './reply-record.ts';
import { wireRequest } from './wire-request.ts';

/** Makes images from a description. */
export const images: Handler = async (exchange, endpoint, context) => {
  const codec = exchange.protocol.images;
  if (!codec?.decodeRequest || !codec.encodeReply) {
    throw new TypeError(`${exchange.protocol.name} callers have no image generation.`);
  }
  const body = await readJson(exchange, context.maxBodyBytes);
  const request = codec.decodeRequest(wireRequest(endpoint, body));
  const reply = await tryModels(request, exchange, context, (model, options) =>
    context.provider.image({ ...request, model }, options),
  );
  if (reply.model !== undefined) exchange.record.servedModel = reply.model;
  if (reply.usage) recordUsage(exchange.record, reply.usage);
  exchange.sendJson(200, codec.encodeReply(reply, request));
};

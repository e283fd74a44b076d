import { countTextTokens } from '../embedded/tokens.ts';
import { attempt } from '../upstream/attempts.ts';
import type { ResourceCall } from '../upstream/resource-call.ts';
import type { Handler } from './context.ts';
import { EndpointCall, readRaw } from './endpoint-call.ts';
import { makePlan } from './plan.ts';
import { reserveSpend } from './reserve-spend.ts';
import { sendWhole } from './send-whole.ts';
import { wireRequest } from './wire-request.ts';

/** Makes images from a description. */
export const images: Handler = async (exchange, endpoint, context) => {
  const codec = exchange.protocol.images;
  if (!codec?.decodeRequest || !codec.encodeReply) {
    throw new TypeError(`${exchange.protocol.name} callers have no image generation.`);
  }
  const body = await readRaw(exchange, context.maxBodyBytes);
  const request = codec.decodeRequest(wireRequest(endpoint, body.json));
  const call: ResourceCall<'images'> = Object.assign(new EndpointCall(exchange, body), {
    request,
  });
  const { record } = exchange;
  record.model = request.model;
  const plan = makePlan(
    exchange,
    context,
    { models: [request.model], provider: request.provider },
    body.bytes.length,
  );
  if (exchange.key?.settings.spend) {
    const most = { input: countTextTokens(request.prompt), output: 0, images: request.n ?? 1 };
    await reserveSpend(exchange, exchange.key, context, plan.models, most);
  }
  const { answer, call: routeCall } = await attempt(plan, call, context, record, (route) =>
    route.owner.image(call, route),
  );
  routeCall.succeed();
  sendWhole(exchange, answer, routeCall.route);
};

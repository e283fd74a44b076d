import { countInputTokens } from '../embedded/embeddings.ts';
import { attempt } from '../upstream/attempts.ts';
import type { ResourceCall } from '../upstream/resource-call.ts';
import type { Handler } from './context.ts';
import { EndpointCall, readRaw } from './endpoint-call.ts';
import { makePlan } from './plan.ts';
import { reserveSpend } from './reserve-spend.ts';
import { sendWhole } from './send-whole.ts';
import { wireRequest } from './wire-request.ts';

/** Turns texts into vectors. */
export const embeddings: Handler = async (exchange, endpoint, context) => {
  const codec = exchange.protocol.embeddings;
  if (!codec) throw new TypeError(`${exchange.protocol.name} has no embeddings.`);
  const body = await readRaw(exchange, context.maxBodyBytes);
  const request = codec.decodeRequest(wireRequest(endpoint, body.json));
  const call: ResourceCall<'embeddings'> = Object.assign(new EndpointCall(exchange, body), {
    request,
  });
  const { record } = exchange;
  record.model = request.model;
  const plan = makePlan(
    exchange,
    context,
    { models: [request.model], provider: request.provider },
    body.bytes.length,
    0,
  );
  if (exchange.key?.settings.spend) {
    const most = { input: countInputTokens(request.input), output: 0 };
    await reserveSpend(exchange, exchange.key, context, plan.models, most);
  }
  const { answer, call: routeCall } = await attempt(plan, call, context, record, (route) =>
    route.owner.embed(call, route),
  );
  routeCall.succeed();
  sendWhole(exchange, answer, routeCall.route);
};

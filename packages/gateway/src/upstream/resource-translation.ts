import { OfoxError } from '@ofoxai/core';
import type { WholeAnswer } from './answer.ts';
import { CannotCarry, type NodeRoute, priced } from './node.ts';
import type { ResourceCall } from './resource-call.ts';
import { unrouted } from './unrouted.ts';
import type { UpstreamLine } from './upstream-line.ts';

/** Has an upstream turn texts into vectors. @throws as `Node.embed` does. */
export async function embedBy(
  line: UpstreamLine,
  call: ResourceCall<'embeddings'>,
  route: NodeRoute,
): Promise<WholeAnswer> {
  const codec = line.protocol.embeddings;
  const face = call.face.embeddings;
  if (!codec || !face) throw unable(line, 'embeddings');
  const { request } = call;
  const asked = unrouted({ ...request, model: route.name });
  const written = line.encode((options) => codec.encodeRequest(asked, options));
  const reply = codec.decodeReply(await line.ask(call, route, line.written(written)), asked);
  const usage = priced(reply.usage, route);
  const { model } = route;
  const body = JSON.stringify(face.encodeReply({ ...reply, model, usage }, request));
  return { body, model, usage, warnings: written.warnings };
}

/** Has an upstream make images. @throws as `Node.image` does. */
export async function imageBy(
  line: UpstreamLine,
  call: ResourceCall<'images'>,
  route: NodeRoute,
): Promise<WholeAnswer> {
  const codec = line.protocol.images;
  const encodeReply = call.face.images?.encodeReply;
  if (!codec || !encodeReply) throw unable(line, 'image generation');
  const { request } = call;
  const asked = unrouted({ ...request, model: route.name });
  const written = line.encode((options) => codec.encodeRequest(asked, options));
  const reply = codec.decodeReply(await line.ask(call, route, line.written(written)), asked);
  const { model } = route;
  const { usage, images } = reply;
  return {
    body: JSON.stringify(encodeReply({ ...reply, model }, request)),
    model,
    ...(usage ? { usage } : {}),
    images: images.length,
    warnings: written.warnings,
  };
}

function unable({ name, protocol }: UpstreamLine, what: string): CannotCarry {
  const message = `The ${protocol.name} protocol of ${name} has no ${what}.`;
  return new CannotCarry(
    new OfoxError('invalid_request', message, { status: 400, param: 'model' }),
  );
}

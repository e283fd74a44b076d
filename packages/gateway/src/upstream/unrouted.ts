import type { ChatRequest } from '@ofoxai/core';

/** The request without what the gateway has done itself, which is not asked of the node again. */
export function unrouted<Request extends Pick<ChatRequest, 'provider'>>(request: Request): Request {
  const { provider, modelRouting } = request as Request & ChatRequest;
  if (provider === undefined && modelRouting === undefined) return request;
  const { provider: _, modelRouting: __, ...rest } = request as Request & ChatRequest;
  return rest as unknown as Request;
}

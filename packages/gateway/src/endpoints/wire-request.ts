import type { JsonValue, WireRequest } from '@ofoxai/core';
import type { Endpoint } from '../http/endpoint.ts';

/** What a protocol decodes: the body, and what the path told. */
export function wireRequest({ model, stream }: Endpoint, body: JsonValue): WireRequest {
  return {
    body,
    ...(model === undefined ? {} : { model }),
    ...(stream === undefined ? {} : { stream }),
  };
}

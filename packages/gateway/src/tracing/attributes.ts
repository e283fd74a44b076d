import type { ProtocolName } from '@ofoxai/core';
import type { Attributes } from '@opentelemetry/api';
import type { RequestRecord } from '../log.ts';
import type { TracedRoute } from './trace.ts';

/** The names that the GenAI conventions give to the makers of the protocols. */
const PROVIDERS: Record<ProtocolName, string> = {
  openai: 'openai',
  anthropic: 'anthropic',
  gemini: 'gcp.gemini',
};

const OPERATIONS: Record<string, string> = {
  chat: 'chat',
  embeddings: 'embeddings',
  images: 'generate_content',
  'count-tokens': 'count_tokens',
};

const CHATS: Record<ProtocolName, string> = {
  openai: '/v1/chat/completions',
  anthropic: '/anthropic/v1/messages',
  gemini: '/gemini/{version}/models/{model}:generateContent',
};

/** What the request is, by the words of https://opentelemetry.io/docs/specs/semconv/gen-ai/. */
export function operationOf({ endpoint = '' }: RequestRecord): string | undefined {
  return OPERATIONS[endpoint];
}

/** The kind of path that was asked for: never the path itself, in which callers may write anything. */
export function routeOf({ endpoint = 'none', protocol }: RequestRecord): string {
  if (endpoint === 'chat') return CHATS[protocol];
  return endpoint === 'none' ? '' : `/${protocol}/{${endpoint}}`;
}

/** What the span of a request tells (conventions for HTTP servers). */
export function requestAttributes(record: RequestRecord): Attributes {
  const { method, status, key, model, servedModel, stream, attempts, cost, id } = record;
  const route = routeOf(record);
  return defined({
    'http.request.method': method,
    'http.route': route === '' ? undefined : route,
    'http.response.status_code': status,
    'error.type': errorType(record),
    'gen_ai.operation.name': operationOf(record),
    'gen_ai.request.model': model,
    'gen_ai.response.model': servedModel,
    'ofox.request.id': id,
    'ofox.key.name': key,
    'ofox.stream': stream,
    'ofox.attempts': attempts?.length,
    'ofox.cost_usd': cost === undefined ? undefined : Number(cost),
  });
}

/** What the span of a call tells from its beginning. */
export function callAttributes({ owner, node, name }: TracedRoute): Attributes {
  const { peer } = owner;
  return defined({
    'gen_ai.provider.name': peer ? PROVIDERS[peer.protocol] : 'ofox',
    'gen_ai.request.model': name,
    'ofox.node': node,
    'server.address': peer?.address,
    'server.port': peer?.port,
  });
}

/** What the span of the call that answered tells besides. */
export function answerAttributes(record: RequestRecord): Attributes {
  const { servedModel, inputTokens, outputTokens, cost } = record;
  return defined({
    'gen_ai.response.model': servedModel,
    'gen_ai.usage.input_tokens': inputTokens,
    'gen_ai.usage.output_tokens': outputTokens,
    'gen_ai.output.type': record.endpoint === 'images' ? 'image' : undefined,
    'ofox.cost_usd': cost === undefined ? undefined : Number(cost),
  });
}

export function errorType({ error, aborted, status = 0 }: RequestRecord): string | undefined {
  if (error !== undefined) return error;
  if (aborted) return 'aborted';
  return status >= 500 ? String(status) : undefined;
}

function defined(attributes: Attributes): Attributes {
  return Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== undefined));
}

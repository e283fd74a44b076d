import type { ProtocolName } from '@ofoxai/core';
import { decodePath } from './decode-path.ts';
import { type Endpoint, type EndpointName, type NoEndpoint, POST, READ } from './endpoint.ts';
import { findGeminiEndpoint } from './gemini-path.ts';

const FIXED = new Map<string, Endpoint>([
  fixed('/v1/chat/completions', 'chat', 'openai'),
  fixed('/v1/embeddings', 'embeddings', 'openai'),
  fixed('/v1/images/generations', 'images', 'openai'),
  fixed('/v1/models', 'model-list', 'openai', READ),
  fixed('/v1/models/', 'model-list', 'openai', READ),
  fixed('/anthropic/v1/messages', 'chat', 'anthropic'),
  // What @ai-sdk/anthropic asks for when its base URL lacks the version.
  fixed('/anthropic/messages', 'chat', 'anthropic'),
  fixed('/anthropic/v1/messages/count_tokens', 'count-tokens', 'anthropic'),
  fixed('/anthropic/v1/models', 'model-list', 'anthropic', READ),
  fixed('/anthropic/v1/models/', 'model-list', 'anthropic', READ),
  fixed('/healthz', 'health', 'openai', READ),
  fixed('/readyz', 'readiness', 'openai', READ),
  fixed('/metrics', 'metrics', 'openai', READ),
]);

const MODEL_PREFIXES: readonly (readonly [string, ProtocolName])[] = [
  ['/v1/models/', 'openai'],
  ['/anthropic/v1/models/', 'anthropic'],
];

/** Paths that clients ask for by mistake, or that this gateway does not have, and what helps. */
const HINTS: readonly (readonly [RegExp, string])[] = [
  [
    /^\/v1\/responses(\/|$)/,
    'The Responses API is not served; use /v1/chat/completions (in the AI SDK: openai.chat(model)).',
  ],
  [/^\/v1\/completions$/, 'Text completions are not served; use /v1/chat/completions.'],
  [/^\/(v1\/)?messages(\/|$)/, 'The Anthropic protocol has the base URL /anthropic.'],
  [/^\/v1(alpha|beta|beta1)\//, 'The Gemini protocol has the base URL /gemini.'],
  [/^\/(chat|embeddings|images|models)(\/|$)/, 'The OpenAI protocol has the base URL /v1.'],
  [/^\/v1\/v1(\/|$)/, 'The path names the version twice: the base URL must end with one /v1.'],
  [
    /^\/(v1\/?|anthropic\/?)?$/,
    'This is a base URL, behind which an SDK puts the rest. GET /v1/models lists the models.',
  ],
  [
    /^\/anthropic\/v1\/v1\//,
    'The path names the version twice: the base URL must end with /anthropic.',
  ],
];

/** A path of the API's with something before it. */
const MISPLACED = /^(?!\/(?:v1|anthropic|gemini)\/)\/.+?(?=\/(?:v1|anthropic|gemini)\/)/;

/**
 * What a path stands for, without its query. Every path belongs to a protocol, also one that
 * stands for nothing, so that errors can be told in its words.
 */
export function findEndpoint(path: string): Endpoint | NoEndpoint {
  const endpoint = FIXED.get(path);
  if (endpoint) return endpoint;
  if (path.startsWith('/gemini/')) return findGeminiEndpoint(path.slice('/gemini/'.length));
  for (const [prefix, protocol] of MODEL_PREFIXES) {
    if (!path.startsWith(prefix)) continue;
    const model = decodePath(path.slice(prefix.length));
    if (model !== undefined) return { name: 'model', protocol, methods: READ, model };
  }
  const hint = HINTS.find(([pattern]) => pattern.test(path))?.[1] ?? misplaced(path);
  return { name: 'none', protocol: protocolOfPath(path), hint };
}

function misplaced(path: string): string {
  const [before] = MISPLACED.exec(path) ?? [];
  return before ? `The base URL has ${before} too much.` : '';
}

function protocolOfPath(path: string): ProtocolName {
  if (path === '/anthropic' || path.startsWith('/anthropic/')) return 'anthropic';
  return path === '/gemini' ? 'gemini' : 'openai';
}

function fixed(
  path: string,
  name: EndpointName,
  protocol: ProtocolName,
  methods = POST,
): [string, Endpoint] {
  return [path, Object.freeze({ name, protocol, methods })];
}

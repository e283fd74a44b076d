import type { IncomingHttpHeaders } from 'node:http';
import type { ProtocolName } from '@ofoxai/core';

/** What a request asks for, in no protocol's own words. */
export type Resource =
  | 'chat'
  | 'tokens'
  | 'embedding'
  | 'embedding-batch'
  | 'image'
  | 'models'
  | 'model';

export interface Endpoint {
  protocol: ProtocolName;
  resource: Resource;
  /** The model of the path, without `models/`, where the path names it. */
  model?: string;
  /** Whether the path itself asks for a stream, as Gemini's does. */
  stream?: boolean;
}

const GEMINI_METHODS: Readonly<Record<string, Omit<Endpoint, 'protocol'>>> = {
  generateContent: { resource: 'chat' },
  streamGenerateContent: { resource: 'chat', stream: true },
  countTokens: { resource: 'tokens' },
  embedContent: { resource: 'embedding' },
  batchEmbedContents: { resource: 'embedding-batch' },
};

const POST_ENDPOINTS: readonly [RegExp, Endpoint][] = [
  [/\/chat\/completions$/, { protocol: 'openai', resource: 'chat' }],
  [/\/embeddings$/, { protocol: 'openai', resource: 'embedding' }],
  [/\/images\/generations$/, { protocol: 'openai', resource: 'image' }],
  [/\/messages\/count_tokens$/, { protocol: 'anthropic', resource: 'tokens' }],
  [/\/messages$/, { protocol: 'anthropic', resource: 'chat' }],
];

/**
 * Tells the endpoint of a request by the end of its path, so that any base URL will do: a vendor's
 * own (`/v1/messages`) and the API's (`/anthropic/v1/messages`) are the same endpoint. Lists of
 * models, whose paths the protocols share, are told apart by the headers.
 */
export function endpointOf(
  method: string,
  path: string,
  headers: IncomingHttpHeaders,
): Endpoint | undefined {
  if (method === 'GET') return modelsEndpoint(path, headers);
  if (method !== 'POST') return undefined;
  const known = POST_ENDPOINTS.find(([pattern]) => pattern.test(path));
  return known === undefined ? geminiEndpoint(path) : known[1];
}

function geminiEndpoint(path: string): Endpoint | undefined {
  const match = /\/v1(?:beta1?|alpha)?\/(?:models\/)?(.+):([a-zA-Z]+)$/.exec(decodePath(path));
  const method = GEMINI_METHODS[match?.[2] ?? ''];
  if (match?.[1] === undefined || method === undefined) return undefined;
  return { protocol: 'gemini', ...method, model: match[1] };
}

function modelsEndpoint(path: string, headers: IncomingHttpHeaders): Endpoint | undefined {
  const match = /\/models(?:\/(.+))?$/.exec(decodePath(path));
  if (match === null) return undefined;
  const protocol = modelsProtocol(path, headers);
  if (match[1] === undefined) return { protocol, resource: 'models' };
  return { protocol, resource: 'model', model: match[1] };
}

function modelsProtocol(path: string, headers: IncomingHttpHeaders): ProtocolName {
  if (/\/gemini\/|\/v1(beta1?|alpha)\//.test(path)) return 'gemini';
  if (headers['x-goog-api-key'] !== undefined) return 'gemini';
  if (path.includes('/anthropic/') || headers['anthropic-version'] !== undefined) {
    return 'anthropic';
  }
  return 'openai';
}

function decodePath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

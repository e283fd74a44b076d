import type { IncomingHttpHeaders } from 'node:http';
import type { ProtocolName } from '@ofoxai/core';

/** The header in which each protocol's documents put the key. */
export const KEY_HEADER: Record<ProtocolName, string> = {
  openai: 'Authorization: Bearer',
  anthropic: 'x-api-key',
  gemini: 'x-goog-api-key',
};

/**
 * The keys that a request may be meant to carry, in the order in which they count. Besides each
 * protocol's own header, `/anthropic` and `/gemini` take Bearer, which current SDKs send there,
 * and `/gemini` takes `?key=`.
 */
export function findCredentials(
  headers: IncomingHttpHeaders,
  query: string,
  protocol: ProtocolName,
): string[] {
  const found: string[] = [];
  if (protocol === 'anthropic') add(found, headers['x-api-key']);
  if (protocol === 'gemini') {
    add(found, headers['x-goog-api-key']);
    if (query.includes('key=')) add(found, new URLSearchParams(query).get('key'));
  }
  add(found, bearer(headers.authorization));
  return found;
}

function bearer(header: string | undefined): string | undefined {
  if (header === undefined || header.slice(0, 7).toLowerCase() !== 'bearer ') return undefined;
  return header.slice(7);
}

function add(found: string[], value: string | string[] | null | undefined): void {
  if (typeof value !== 'string') return;
  const key = value.trim();
  if (key !== '') found.push(key);
}

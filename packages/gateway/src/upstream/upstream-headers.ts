import type { IncomingHttpHeaders } from 'node:http';
import type { ProtocolName } from '@ofoxai/core';

/**
 * Headers of the caller that an upstream of the same protocol gets. Everything else stays here:
 * the caller's key, cookies, host, whatever belongs to one connection, and whatever nobody knows.
 */
const PASSED: Record<ProtocolName, readonly string[]> = {
  openai: ['openai-beta'],
  anthropic: ['anthropic-version', 'anthropic-beta'],
  gemini: [],
};

/** The header in which each protocol's providers want the key. */
const KEY: Record<ProtocolName, (key: string) => [string, string]> = {
  openai: (key) => ['authorization', `Bearer ${key}`],
  anthropic: (key) => ['x-api-key', key],
  gemini: (key) => ['x-goog-api-key', key],
};

/** The headers that all requests to a node have in common, names and values by turns; configured ones win. */
export function commonHeaders(
  protocol: ProtocolName,
  key: string | undefined,
  configured: Record<string, string>,
): string[] {
  const headers = ['content-type', 'application/json', 'accept-encoding', 'identity'];
  headers.push('user-agent', 'ofox-gateway');
  if (key !== undefined) headers.push(...KEY[protocol](key));
  for (const name in configured) headers.push(name.toLowerCase(), configured[name] as string);
  return headers;
}

/**
 * The headers of a request that is passed on as it is.
 *
 * @param needed what the protocol wants in any case; the caller's own value goes first.
 */
export function passedHeaders(
  common: string[],
  protocol: ProtocolName,
  caller: IncomingHttpHeaders,
  needed: Record<string, string>,
): string[] {
  let headers = common;
  for (const name of PASSED[protocol]) {
    const value = caller[name] ?? needed[name];
    if (typeof value !== 'string' || common.includes(name)) continue;
    if (headers === common) headers = common.slice();
    headers.push(name, value);
  }
  return headers;
}

/** The headers of a request that was written anew. */
export function writtenHeaders(common: string[], needed: Record<string, string>): string[] {
  const headers = common.slice();
  for (const name in needed) {
    if (!common.includes(name)) headers.push(name, needed[name] as string);
  }
  return headers;
}

import { invalid } from '../error.ts';
import { type Fields, wrongType } from '../fields.ts';
import type { ProtocolName } from '../protocol-name.ts';

const NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
const VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;

/** Headers that the client sets itself. Another key must be passed as `apiKey`. */
const RESERVED: ReadonlySet<string> = new Set([
  'authorization',
  'x-api-key',
  'x-goog-api-key',
  'content-type',
  'content-length',
  'host',
]);

/** The header in which each protocol wants the key (the API's overview, "Authentication"). */
export function authHeader(protocol: ProtocolName, apiKey: string): Record<string, string> {
  switch (protocol) {
    case 'openai':
      return { authorization: `Bearer ${apiKey}` };
    case 'anthropic':
      return { 'x-api-key': apiKey };
    case 'gemini':
      return { 'x-goog-api-key': apiKey };
  }
}

/**
 * Reads the caller's own headers; names come out in lower case. Values are not told in errors.
 *
 * @throws OfoxError of kind `invalid_request` for what no header may hold, and for the headers that
 * the client sets itself: authentication is `apiKey`'s alone.
 */
export function readHeaders(fields: Fields | undefined): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(fields?.rest() ?? {})) {
    const path = `${fields?.path}[${JSON.stringify(name)}]`;
    if (!NAME.test(name)) throw invalid(path, `${path} is no name that a header may have.`);
    if (RESERVED.has(name.toLowerCase())) {
      throw invalid(path, `${path} is set by the client itself; keys are passed as apiKey.`);
    }
    if (typeof value !== 'string') throw wrongType(path, 'a string', value);
    if (!VALUE.test(value)) {
      throw invalid(path, `${path} holds characters that a header may not have.`);
    }
    headers[name.toLowerCase()] = value;
  }
  return headers;
}

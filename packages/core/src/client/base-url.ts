import { invalid } from '../error.ts';
import type { ProtocolName } from '../protocol-name.ts';

/** Where each protocol lives below the base URL (the API's overview, "Base URL"). */
const PREFIX: Record<ProtocolName, string> = {
  openai: '/v1',
  anthropic: '/anthropic',
  gemini: '/gemini',
};

/** What people paste when they take one protocol's base URL, or its endpoint, for the API's. */
const PROTOCOL_SUFFIX =
  /\/(?:v1(?:\/chat\/completions)?|anthropic(?:\/v1(?:\/messages)?)?|gemini(?:\/v1(?:alpha|beta1?)?)?)$/;

/**
 * The address below which all protocols live, without a final slash. The base URL of one protocol
 * (`…/v1`, `…/anthropic`, `…/gemini`), or the address of its conversations, is taken for the API's
 * that it belongs to.
 *
 * @param field where the value came from, for the error message.
 * @throws OfoxError of kind `invalid_request`.
 */
export function readBaseUrl(value: string, field: string): string {
  const refuse = (why: string) => invalid(field, `${field} ${why}, such as https://api.ofox.ai.`);
  if (!URL.canParse(value)) throw refuse('must be an absolute URL');
  const url = new URL(value);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    throw refuse('must begin with https:// or http://');
  }
  if (url.username !== '' || url.password !== '') {
    throw refuse('must not hold a user name or password; pass the key as apiKey to an address');
  }
  if (url.search !== '' || url.hash !== '') throw refuse('must not have a query or a fragment');
  const path = url.pathname.replace(/\/+$/, '').replace(PROTOCOL_SUFFIX, '');
  return url.origin + path.replace(/\/+$/, '');
}

/** @param path behind the protocol's own base URL, as its codecs write it. */
export function urlOf(baseUrl: string, protocol: ProtocolName, path: string): string {
  return baseUrl + PREFIX[protocol] + path;
}

import Anthropic0 from 'anthropic0';
import Anthropic1 from 'anthropic1';
import { KEY, serve } from '../support/serve.ts';

/**
 * Both versions of the SDK. Their types differ in ways that nothing here depends on, so the older
 * one is told to the compiler as the newer.
 */
export const SDKS: [string, typeof Anthropic1][] = [
  ['anthropic 1', Anthropic1],
  ['anthropic 0', Anthropic0 as unknown as typeof Anthropic1],
];

type Options = Parameters<typeof serve>[0] & { apiKey?: string; maxRetries?: number };

/** A client of a gateway of its own, and the headers that it sent. */
export async function connect(
  Sdk: typeof Anthropic1,
  { apiKey = KEY, maxRetries = 0, ...gateway }: Options = {},
) {
  const { url, records } = await serve(gateway);
  const sent: { path: string; headers: Headers }[] = [];
  const client = new Sdk({
    apiKey,
    maxRetries,
    baseURL: `${url}/anthropic`,
    fetch: (input, init) => {
      sent.push({ path: String(input).slice(url.length), headers: new Headers(init?.headers) });
      return fetch(input, init);
    },
  });
  return { client, records, sent };
}

export const MODEL = 'anthropic/claude-sonnet-4.5';

import OpenAI4 from 'openai4';
import OpenAI7 from 'openai7';
import { KEY, serve } from '../support/serve.ts';

/**
 * Both versions of the SDK. Their types differ in ways that nothing here depends on, so the older
 * one is told to the compiler as the newer.
 */
export const SDKS: [string, typeof OpenAI7][] = [
  ['openai 7', OpenAI7],
  ['openai 4', OpenAI4 as unknown as typeof OpenAI7],
];

/** A client of a gateway of its own. */
export async function connect(
  Sdk: typeof OpenAI7,
  { apiKey = KEY, maxRetries = 0, ...gateway }: Options = {},
) {
  const { url, records } = await serve(gateway);
  const client = new Sdk({ apiKey, maxRetries, baseURL: `${url}/v1` });
  return { client, records, url };
}

type Options = Parameters<typeof serve>[0] & { apiKey?: string; maxRetries?: number };

type Completions = OpenAI7['chat']['completions'];

/** `stream`, `parse` and `runTools`, which the older version keeps under `beta`. */
export function helpers(client: OpenAI7): Completions {
  const beta = client.beta as unknown as { chat?: { completions: Completions } };
  return beta.chat?.completions ?? client.chat.completions;
}

import * as genai1 from 'genai1';
import * as genai3 from 'genai3';
import { KEY, serve } from '../support/serve.ts';

export type Sdk = typeof genai3;

/**
 * Both versions of the SDK. Their types differ in ways that nothing here depends on, so the older
 * one is told to the compiler as the newer.
 */
export const SDKS: [string, Sdk][] = [
  ['genai 3', genai3],
  ['genai 1', genai1 as unknown as Sdk],
];

type Options = Parameters<typeof serve>[0] & {
  apiKey?: string;
  sdk?: Omit<genai3.GoogleGenAIOptions, 'httpOptions'>;
  http?: genai3.HttpOptions;
};

/** A client of a gateway of its own. */
export async function connect(
  { GoogleGenAI }: Sdk,
  { apiKey = KEY, sdk = {}, http = {}, ...gateway }: Options = {},
) {
  const { url, records } = await serve(gateway);
  const httpOptions = { ...http, baseUrl: `${url}/gemini` };
  return { ai: new GoogleGenAI({ apiKey, ...sdk, httpOptions }), records };
}

export const MODEL = 'google/gemini-3-flash-preview';

import {
  type ClientOptions,
  OfoxClient,
  OfoxError,
  type ProviderPreferences,
  type Timeouts,
  type Transport,
  transportFrom,
} from '@ofoxai/core';

/** Where the API is and how it is reached: what the chat model, the embeddings and the image tool share. */
export interface ConnectionFields {
  /** By default the environment's `OFOX_API_KEY`, else `OFOXAI_API_KEY`. */
  apiKey?: string | undefined;
  /** Where the API is; by default the environment's `OFOX_BASE_URL`, else `https://api.ofox.ai`. */
  baseUrl?: string | undefined;
  /** The same as `baseUrl`, as other providers' classes call it. */
  baseURL?: string | undefined;
  /** Further headers of every request. They are kept out of traces and of serialized models. */
  headers?: Record<string, string> | undefined;
  /** Used instead of the platform's `fetch`, for a proxy or a test. */
  fetch?: typeof globalThis.fetch | undefined;
  /** Used instead of `fetch` altogether. */
  transport?: Transport | undefined;
  /**
   * How long one attempt may take, in milliseconds: until an answer in one piece is whole; until a
   * stream begins, and then each silence in it. Without it the limits of `timeouts` hold.
   */
  timeout?: number | undefined;
  /** Finer limits of one attempt, in milliseconds; 0 for none. */
  timeouts?: { [K in keyof Timeouts]?: number | undefined } | undefined;
  /** Routing among the nodes that serve a model, and the models to fall back to. */
  provider?: ProviderPreferences | undefined;
  /** Go through the fallback list in this process instead of asking the API to; `false` by default. */
  clientFallback?: boolean | undefined;
}

/**
 * A client for these fields, with its own retries off: LangChain's caller is the one layer that
 * retries. A missing key is told by the first call, so that modules can be loaded without one.
 *
 * @throws OfoxError of kind `invalid_request` that names the option which makes no sense.
 */
export function connect(
  fields: ConnectionFields,
  more: Pick<ClientOptions, 'protocol'> = {},
): () => OfoxClient {
  const make = () => new OfoxClient(clientOptions(fields, more), platformOf(fields));
  let client: OfoxClient | undefined;
  try {
    client = make();
  } catch (error) {
    if (!OfoxError.is(error) || error.code !== 'missing_api_key') throw error;
  }
  return () => {
    client ??= make();
    return client;
  };
}

/**
 * The limits of one attempt, where there are others than the client's. A stream may take its time
 * as long as it does not fall silent.
 */
export function attemptLimits(
  { timeout, timeouts }: ConnectionFields,
  form: 'whole' | 'stream',
): ConnectionFields['timeouts'] {
  if (timeout === undefined) return timeouts;
  const limits = { headersMs: timeout, idleMs: timeout };
  return { ...limits, ...(form === 'whole' ? { totalMs: timeout } : {}), ...timeouts };
}

function clientOptions(
  fields: ConnectionFields,
  more: Pick<ClientOptions, 'protocol'>,
): ClientOptions {
  const { apiKey, headers, provider, clientFallback } = fields;
  const baseUrl = fields.baseUrl ?? fields.baseURL;
  return { ...more, apiKey, baseUrl, headers, provider, clientFallback, maxRetries: 0 };
}

function platformOf({ transport, fetch }: ConnectionFields) {
  if (transport) return { transport };
  return fetch ? { transport: transportFrom(fetch) } : {};
}

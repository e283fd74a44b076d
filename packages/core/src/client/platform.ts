import type { Platform, Transport, TransportRequest, TransportResponse } from './transport.ts';

/**
 * The platform that Node, browsers and workers share: `fetch`, timers, the clock, and environment
 * variables where there are any. The only file of this package that uses them.
 *
 * Node's own `fetch` gives up 300 seconds after the request, or between two chunks, whatever the
 * client allows; for longer silences pass a transport of your own.
 */
export const defaultPlatform: Platform = {
  transport: transportFrom((...request) => fetch(...request)),
  after(ms, callback) {
    const timer = setTimeout(callback, ms);
    return () => clearTimeout(timer);
  },
  now: () => Date.now(),
  random: () => Math.random(),
  env: (name) => {
    const { process } = globalThis as {
      process?: { env?: Record<string, string | undefined> };
    };
    return process?.env?.[name];
  },
};

/** The transport that a `fetch` makes: the platform's, or one that goes through a proxy or a test. */
export function transportFrom(fetcher: typeof fetch): Transport {
  return async (request: TransportRequest): Promise<TransportResponse> => {
    const { method, url, headers, body, signal } = request;
    const init: RequestInit = {
      method,
      headers,
      signal,
      redirect: 'manual',
      credentials: 'omit',
    };
    if (body !== undefined) init.body = body;
    const response = await fetcher(url, init);
    const told: Record<string, string> = {};
    response.headers.forEach((value, name) => {
      told[name] = value;
    });
    return { status: response.status, headers: told, body: new Chunks(response.body) };
  };
}

/** A stream's chunks; `return` cancels it. */
class Chunks implements AsyncIterableIterator<Uint8Array, undefined> {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array> | undefined;

  constructor(stream: ReadableStream<Uint8Array> | null) {
    this.#reader = stream?.getReader();
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async next(): Promise<IteratorResult<Uint8Array, undefined>> {
    const chunk = await this.#reader?.read();
    return chunk?.value === undefined
      ? { done: true, value: undefined }
      : { done: false, value: chunk.value };
  }

  async return(): Promise<IteratorResult<Uint8Array, undefined>> {
    await this.#reader?.cancel();
    return { done: true, value: undefined };
  }
}

import type { Platform, Transport, TransportResponse } from '@ofoxai/core';
import { type IHttpRequestOptions, sleep } from 'n8n-workflow';
import { AUTH_HEADERS } from './extra-headers.ts';
import { CREDENTIAL, type Host } from './host.ts';

/** The longest that a timer of Node's can run: the client has deadlines of its own. */
const NO_TIMEOUT_MS = 2 ** 31 - 1;
const SLEEP_SLICE_MS = 1000;

interface FullResponse {
  statusCode: number;
  headers: Record<string, string | string[] | undefined>;
  body: AsyncIterable<Uint8Array> & { destroy?: () => void };
}

/**
 * The client's platform inside of n8n. Requests go through n8n's own helper, so that its proxy,
 * its egress rules and the credential's allowed domains hold, and the credential adds the key.
 */
export function hostPlatform(host: Host): Platform {
  return {
    transport: hostTransport(host),
    after,
    now: () => Date.now(),
    random: () => Math.random(),
    env: () => undefined,
  };
}

function hostTransport(host: Host): Transport {
  return async ({ method, url, headers, body, signal }) => {
    const options: IHttpRequestOptions = {
      method,
      url,
      headers: withoutKey(headers),
      returnFullResponse: true,
      ignoreHttpStatusErrors: true,
      disableFollowRedirect: true,
      encoding: 'stream',
      timeout: NO_TIMEOUT_MS,
      abortSignal: signal,
      ...(body === undefined ? {} : { body }),
    };
    const { httpRequestWithAuthentication } = host.helpers;
    const response = await httpRequestWithAuthentication.call(host, CREDENTIAL, options);
    return readResponse(response as FullResponse, signal);
  };
}

function readResponse(response: FullResponse, signal: AbortSignal): TransportResponse {
  const { statusCode, headers, body } = response;
  const give = () => body.destroy?.();
  if (signal.aborted) give();
  else signal.addEventListener('abort', give, { once: true });
  return { status: statusCode, headers: flatten(headers), body };
}

function flatten(headers: FullResponse['headers']): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) flat[name.toLowerCase()] = String(value);
  }
  return flat;
}

function withoutKey(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => !AUTH_HEADERS.has(name.toLowerCase())),
  );
}

/** n8n's `sleep` cannot be ended, so it is taken in slices: none outlives the request for long. */
function after(ms: number, callback: () => void): () => void {
  let isCancelled = false;
  const until = Date.now() + ms;
  const nap = async () => {
    for (let left = ms; left > 0 && !isCancelled; left = until - Date.now()) {
      await sleep(Math.min(left, SLEEP_SLICE_MS));
    }
    if (!isCancelled) callback();
  };
  void nap();
  return () => {
    isCancelled = true;
  };
}

import {
  BaseClient,
  type CallOptions,
  type ClientOptions,
  type ProtocolOption,
} from '@ofoxai/core';
import type { IDataObject } from 'n8n-workflow';
import { readHeaders } from './extra-headers.ts';
import { CREDENTIAL, cancelSignal, type Host } from './host.ts';
import { readProvider } from './provider.ts';
import { hostPlatform } from './transport.ts';

const CLIENT_HEADERS = { 'x-ofox-client': 'n8n-nodes-ofoxai' };

interface Credential {
  apiKey?: string;
  baseUrl?: string;
  routing?: string;
  fallback?: string;
}

/**
 * The client for one run of a node, with the credential's address, routing and fallback.
 * @throws OfoxError for a credential without a key or with an impossible address.
 */
export async function openClient(host: Host, itemIndex?: number): Promise<BaseClient> {
  const { apiKey, baseUrl, ...defaults } = await host.getCredentials<Credential>(
    CREDENTIAL,
    itemIndex,
  );
  const provider = readProvider(defaults);
  const options: ClientOptions = {
    apiKey: apiKey ?? '',
    headers: CLIENT_HEADERS,
    ...(baseUrl ? { baseUrl: baseUrl.trim() } : {}),
    ...(provider ? { provider } : {}),
  };
  return new BaseClient(options, hostPlatform(host));
}

/**
 * How a call is made, out of a node's options.
 * @throws OfoxError of kind `invalid_request` for headers that cannot be sent.
 */
export function readCallOptions(host: Host, options: IDataObject): CallOptions {
  const signal = cancelSignal(host);
  const { timeout, maxRetries, fallbackBy, protocol } = options;
  const headers = readHeaders(options.headers);
  return {
    ...(signal ? { signal } : {}),
    ...(headers ? { headers } : {}),
    ...(timeout === undefined ? {} : { timeouts: { headersMs: Number(timeout) * 1000 } }),
    ...(maxRetries === undefined ? {} : { maxRetries: Number(maxRetries) }),
    ...(fallbackBy === 'node' ? { clientFallback: true } : {}),
    ...(protocol ? { protocol: protocol as ProtocolOption } : {}),
  };
}

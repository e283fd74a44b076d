import { invalid, OfoxError } from '../error.ts';
import { Fields, wrongType } from '../fields.ts';
import { PROTOCOL_NAMES, type ProtocolName } from '../protocol-name.ts';
import type { ProviderPreferences } from '../request.ts';
import { readProviderOption } from '../routing/extension.ts';
import { readBaseUrl } from './base-url.ts';
import { readHeaders } from './headers.ts';
import type { Platform } from './transport.ts';

/** In milliseconds; 0 for none. */
export interface Timeouts {
  /**
   * How long the answer may take to begin, for each try; 300 000 by default. An answer in one piece
   * begins when the model is done, so this is also the longest that it may take.
   */
  headersMs: number;
  /** How long an answer that has begun may stay silent; 120 000 by default. */
  idleMs: number;
  /** How long the call may take with all its retries; 1 800 000 by default. */
  totalMs: number;
}

export const DEFAULT_TIMEOUTS: Readonly<Timeouts> = Object.freeze({
  headersMs: 300_000,
  idleMs: 120_000,
  totalMs: 1_800_000,
});

/** `auto`: Anthropic's for `anthropic/…`, Gemini's for `google/…`, else OpenAI's. */
export type ProtocolOption = ProtocolName | 'auto';

export interface CallOptions {
  /** Aborts the call, at any stage. */
  signal?: AbortSignal | undefined;
  /** The wire protocol to speak; `auto` by default. */
  protocol?: ProtocolOption | undefined;
  /** Further headers. Authentication is not among them: it is `apiKey`'s. */
  headers?: Record<string, string> | undefined;
  timeouts?: { [K in keyof Timeouts]?: number | undefined } | undefined;
  /** How often a failed request is sent again; 2 by default, 0 for never. */
  maxRetries?: number | undefined;
  /**
   * The client tries the models of `provider.fallback` itself, one after the other and each in its
   * own protocol, instead of asking the API to; `false` by default.
   */
  clientFallback?: boolean | undefined;
}

export interface ClientOptions extends Omit<CallOptions, 'signal'> {
  /** By default the environment's `OFOX_API_KEY`, else `OFOXAI_API_KEY`. */
  apiKey?: string | undefined;
  /**
   * Where the API is; by default the environment's `OFOX_BASE_URL`, else `OFOX_API_BASE`, else
   * `https://api.ofox.ai`. The base URL of one protocol (`…/v1`) is taken for the API's.
   */
  baseUrl?: string | undefined;
  /** Routing and fallback for all calls; a call's own values go over them. */
  provider?: ProviderPreferences | undefined;
  /** The largest answer in one piece that is read; 268 435 456 by default. */
  maxResponseBytes?: number | undefined;
}

/** What a call does, with everything decided. */
export interface CallSettings {
  protocol: ProtocolOption;
  headers: Record<string, string>;
  timeouts: Timeouts;
  maxRetries: number;
  clientFallback: boolean;
  signal: AbortSignal | undefined;
}

export interface ClientSettings extends CallSettings {
  apiKey: string;
  baseUrl: string;
  provider: ProviderPreferences | undefined;
  maxResponseBytes: number;
}

const DEFAULT_BASE_URL = 'https://api.ofox.ai';
const DEFAULT_MAX_RESPONSE_BYTES = 256 * 1024 * 1024;
const PROTOCOL_OPTIONS = ['auto', ...PROTOCOL_NAMES] as const;
const VISIBLE_ASCII = /^[\x21-\x7e]+$/;

const DEFAULTS: CallSettings = {
  protocol: 'auto',
  headers: {},
  timeouts: DEFAULT_TIMEOUTS,
  maxRetries: 2,
  clientFallback: false,
  signal: undefined,
};

/**
 * Decides all options of a client.
 * @throws OfoxError of kind `authentication` when there is no key, and of kind `invalid_request`
 * that names the option which is unknown or makes no sense.
 */
export function readClientOptions(options: ClientOptions, env: Platform['env']): ClientSettings {
  const fields = new Fields(options, '');
  const settings: ClientSettings = {
    ...readCommon(fields, DEFAULTS),
    apiKey: readApiKey(fields.string('apiKey'), env),
    baseUrl: findBaseUrl(fields.string('baseUrl'), env),
    provider: mapDefined(fields.fields('provider'), readProviderOption),
    maxResponseBytes:
      fields.number('maxResponseBytes', { min: 1, integer: true }) ?? DEFAULT_MAX_RESPONSE_BYTES,
  };
  fields.end();
  return settings;
}

/**
 * The options of one call, over those of its client.
 * @throws OfoxError of kind `invalid_request` that names the option.
 */
export function readCallOptions(options: CallOptions, client: CallSettings): CallSettings {
  if (isEmpty(options)) return client;
  const fields = new Fields(options, '');
  const settings = readCommon(fields, client);
  settings.signal = readSignal(fields);
  fields.end();
  return settings;
}

function isEmpty(options: CallOptions): boolean {
  for (const _ in options) return false;
  return typeof options === 'object';
}

function readCommon(fields: Fields, defaults: CallSettings): CallSettings {
  const timeouts = fields.fields('timeouts');
  const limit = (name: keyof Timeouts) =>
    timeouts?.number(name, { min: 0 }) ?? defaults.timeouts[name];
  const settings = {
    protocol: fields.oneOf('protocol', PROTOCOL_OPTIONS) ?? defaults.protocol,
    headers: { ...defaults.headers, ...readHeaders(fields.fields('headers')) },
    timeouts: {
      headersMs: limit('headersMs'),
      idleMs: limit('idleMs'),
      totalMs: limit('totalMs'),
    },
    maxRetries: fields.number('maxRetries', { min: 0, integer: true }) ?? defaults.maxRetries,
    clientFallback: fields.boolean('clientFallback') ?? defaults.clientFallback,
    signal: defaults.signal,
  };
  timeouts?.end();
  return settings;
}

function readApiKey(option: string | undefined, env: Platform['env']): string {
  const [name, value] =
    option !== undefined
      ? ['apiKey', option]
      : env('OFOX_API_KEY')
        ? ['OFOX_API_KEY', env('OFOX_API_KEY')]
        : ['OFOXAI_API_KEY', env('OFOXAI_API_KEY')];
  const key = value?.trim() ?? '';
  const details = { status: 401, param: name as string };
  if (key === '') {
    const message =
      option === undefined
        ? 'There is no API key: pass apiKey, or set OFOX_API_KEY or OFOXAI_API_KEY.'
        : 'apiKey is empty: pass a key, or leave apiKey out and set OFOX_API_KEY or OFOXAI_API_KEY.';
    throw new OfoxError('authentication', message, { ...details, code: 'missing_api_key' });
  }
  if (!VISIBLE_ASCII.test(key)) {
    const message = `${name} holds spaces or characters that no key has; was something else pasted?`;
    throw new OfoxError('authentication', message, { ...details, code: 'malformed_api_key' });
  }
  return key;
}

function findBaseUrl(option: string | undefined, env: Platform['env']): string {
  if (option !== undefined) return readBaseUrl(option, 'baseUrl');
  for (const name of ['OFOX_BASE_URL', 'OFOX_API_BASE']) {
    const value = env(name)?.trim();
    if (value) return readBaseUrl(value, name);
  }
  return DEFAULT_BASE_URL;
}

function readSignal(fields: Fields): AbortSignal | undefined {
  const signal: unknown = fields.any('signal');
  if (signal === undefined) return undefined;
  if (typeof signal !== 'object' || signal === null || !('aborted' in signal)) {
    throw wrongType('signal', 'an AbortSignal', signal);
  }
  if (!('addEventListener' in signal)) throw invalid('signal', 'signal must be an AbortSignal.');
  return signal as AbortSignal;
}

function mapDefined<T, R>(value: T | undefined, map: (value: T) => R): R | undefined {
  return value === undefined ? undefined : map(value);
}

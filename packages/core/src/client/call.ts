import { type Attempt, OfoxError } from '../error.ts';
import type { JsonValue } from '../json.ts';
import type { ProtocolName } from '../protocol-name.ts';
import { protocols } from '../protocols/index.ts';
import type { Protocol } from '../protocols/protocol.ts';
import type { EncodedRequest } from '../protocols/wire.ts';
import type { ProviderPreferences } from '../request.ts';
import { mergeProvider } from '../routing/extension.ts';
import { modelsToTry } from '../routing/fallback.ts';
import type { Warning } from '../warning.ts';
import { type AskSettings, ask, type Question, readAnswer } from './ask.ts';
import { runAttempts } from './attempts.ts';
import { type Exchange, timeout } from './exchange.ts';
import type { CallSettings, ClientSettings, ProtocolOption } from './options.ts';
import type { Redactor } from './redact.ts';
import { describeResponse, type ResponseInfo, readWarnings } from './response-info.ts';
import type { Platform } from './transport.ts';

/** What a client is made of. */
export interface ClientParts {
  settings: ClientSettings;
  platform: Platform;
  redactor: Redactor;
}

/** One call that has begun: what holds for all its tries. */
export interface Call extends AskSettings {
  protocol: ProtocolOption;
  provider: ProviderPreferences | undefined;
  clientFallback: boolean;
  maxRetries: number;
  startedAt: number;
}

/** What every kind of request has. */
interface ModelRequest {
  model: string;
  provider?: ProviderPreferences;
}

/** How one protocol asks for something and reads the answer. */
export interface Wire<R, T> {
  protocol: Protocol;
  encode: (request: R) => EncodedRequest;
  decode: (body: JsonValue, request: R) => T;
}

/** Starts the clock of a call. */
export function beginCall(
  { settings, platform, redactor }: ClientParts,
  options: CallSettings,
  signal: AbortSignal | undefined = options.signal,
): Call {
  const { headersMs, idleMs, totalMs } = options.timeouts;
  const startedAt = platform.now();
  const total = {
    at: totalMs === 0 ? Number.POSITIVE_INFINITY : startedAt + totalMs,
    error: () => timeout('total_timeout', `The call was not over within ${totalMs} ms.`),
  };
  const { apiKey, baseUrl, provider, maxResponseBytes } = settings;
  const { protocol, headers, maxRetries, clientFallback } = options;
  return {
    platform,
    redactor,
    signal,
    total,
    startedAt,
    headersMs,
    idleMs,
    apiKey,
    baseUrl,
    provider,
    maxResponseBytes,
    protocol,
    headers,
    maxRetries,
    clientFallback,
  };
}

/** The protocol for a model: the one that the caller named, or its maker's own. */
export function protocolFor(model: string, option: ProtocolOption): Protocol {
  if (option !== 'auto') return protocols[option];
  if (model.startsWith('anthropic/')) return protocols.anthropic;
  return model.startsWith('google/') ? protocols.gemini : protocols.openai;
}

/**
 * What a protocol has for a resource that not all of them have; with `auto`, what OpenAI's has.
 * @throws OfoxError of kind `invalid_request` when the protocol that was named has nothing.
 */
export function resourceOf<T>(
  option: ProtocolOption,
  name: string,
  pick: (protocol: Protocol) => T | undefined,
): { protocol: Protocol; resource: T } {
  const protocol = protocols[option === 'auto' ? 'openai' : option];
  const resource = pick(protocol);
  if (resource === undefined) {
    const message = `The ${protocol.name} protocol has no ${name}; leave protocol at auto.`;
    throw new OfoxError('invalid_request', message, { param: 'protocol', status: 400 });
  }
  return { protocol, resource };
}

/** Who is to be asked, and for each model the request that it gets. */
export function planRequests<R extends ModelRequest>(
  request: R,
  call: Call,
): { models: string[]; requestFor: (model: string) => R } {
  const provider = mergeProvider(call.provider, request.provider);
  if (!call.clientFallback) {
    const whole = provider === undefined ? request : { ...request, provider };
    return { models: [request.model], requestFor: () => whole };
  }
  // The API must not go through the list that the client goes through itself.
  const { fallback, ...sent } = provider ?? {};
  const { provider: _, ...rest } = request;
  const kept = Object.keys(sent).length === 0 ? {} : { provider: sent };
  return {
    models: modelsToTry(request.model, fallback),
    requestFor: (model) => ({ ...rest, ...kept, model }) as R,
  };
}

/**
 * Asks for an answer in one piece, model by model as the plan says.
 *
 * @param wireFor chosen anew for each model.
 * @param tell what the answer says of itself.
 */
export async function askModels<R extends ModelRequest, T>(
  request: R,
  call: Call,
  wireFor: (model: string) => Wire<R, T>,
  tell: (value: T) => { servedModel: string | undefined; cost: string | undefined },
): Promise<{ value: T; response: ResponseInfo }> {
  const { models, requestFor } = planRequests(request, call);
  const { value: answer, attempts } = await runAttempts(models, call, async (model) => {
    const { protocol, encode, decode } = wireFor(model);
    const asked = requestFor(model);
    const { path, headers, body, warnings } = encode(asked);
    const question: Question = { protocol, path, headers, body, model };
    const exchange = await ask(question, call);
    const value = await readAnswer(question, exchange, call, (json) => decode(json, asked));
    return { value, exchange, protocol: protocol.name, warnings };
  });
  const { value, exchange, protocol, warnings } = answer;
  const told = [...warnings, ...readWarnings(exchange.headers)];
  const facts = { protocol, attempts, warnings: told, ...tell(value) };
  return { value, response: conclude(exchange, call, facts) };
}

/** What is known of the response now. */
export function conclude(
  { status, headers }: Exchange,
  { platform, startedAt }: Call,
  facts: {
    protocol: ProtocolName;
    attempts: Attempt[];
    warnings: Warning[];
    servedModel: string | undefined;
    cost: string | undefined;
  },
): ResponseInfo {
  return describeResponse({ status, headers, durationMs: platform.now() - startedAt, ...facts });
}

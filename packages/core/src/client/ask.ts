import { defined } from '../defined.ts';
import { OfoxError } from '../error.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';
import type { Protocol } from '../protocols/protocol.ts';
import { retryAfterMs } from '../retry-after.ts';
import { urlOf } from './base-url.ts';
import { Exchange, type ExchangeSettings } from './exchange.ts';
import { authHeader } from './headers.ts';
import { requestIdOf } from './response-info.ts';

const QUOTED = 200;

export interface AskSettings extends ExchangeSettings {
  baseUrl: string;
  apiKey: string;
  /** The caller's own. */
  headers: Record<string, string>;
}

/** One request in the words of a protocol. */
export interface Question {
  protocol: Protocol;
  path: string;
  /** What the protocol needs besides authentication. */
  headers?: Record<string, string>;
  /** A POST with this body; without one a GET. */
  body?: JsonObject;
  stream?: boolean;
  model?: string;
}

/**
 * Sends a request and waits until its answer begins.
 * @throws OfoxError for every status but 2xx, read by the protocol, and as {@link Exchange.open}.
 */
export async function ask(question: Question, settings: AskSettings): Promise<Exchange> {
  const { protocol, path, body, model, stream = false } = question;
  const sent: Record<string, string> = {};
  sent.accept = stream ? 'text/event-stream' : 'application/json';
  Object.assign(sent, question.headers, settings.headers);
  if (body !== undefined) sent['content-type'] = 'application/json';
  Object.assign(sent, authHeader(protocol.name, settings.apiKey));
  const url = urlOf(settings.baseUrl, protocol.name, path);
  const exchange = await Exchange.open(
    body === undefined
      ? { method: 'GET', url, headers: sent }
      : { method: 'POST', url, headers: sent, body: JSON.stringify(body) },
    settings,
  );
  const { status, headers, host } = exchange;
  if (status >= 200 && status < 300) return exchange;
  if (status < 400) {
    exchange.abandon();
    throw redirected(status, headers, host);
  }
  const text = await exchange.errorText();
  throw tellWhere(
    protocol.decodeError({
      status,
      headers,
      body: text,
      ...(model === undefined ? {} : { model }),
    }),
    question,
    exchange,
    settings,
  );
}

/**
 * The whole answer, parsed and read.
 * @throws OfoxError of kind `upstream` when it is no JSON, whatever `read` throws, and as
 * {@link Exchange.text} does.
 */
export async function readAnswer<T>(
  question: Question,
  exchange: Exchange,
  settings: AskSettings,
  read: (body: JsonValue) => T,
): Promise<T> {
  let body: JsonValue | undefined;
  try {
    body = parseAnswer(await exchange.text(), exchange);
    return read(body);
  } catch (error) {
    // An answer that came and made no sense was paid for; one that is an error was not.
    const billed = question.body !== undefined && !tellsError(body);
    const blamed = billed && OfoxError.is(error) ? error.with({ mayHaveBeenBilled: true }) : error;
    throw tellWhere(blamed, question, exchange, settings);
  }
}

/** Whether a body is an error in the words of any protocol. */
function tellsError(body: JsonValue | undefined): boolean {
  const first = Array.isArray(body) ? body[0] : body;
  return isJsonObject(first) && first.error !== undefined && first.error !== null;
}

/** The error with what only the client knows of it; errors that are bugs pass as they are. */
export function tellWhere(
  error: unknown,
  question: Question,
  exchange: Exchange,
  settings: AskSettings,
): unknown {
  if (!OfoxError.is(error)) return error;
  const { headers } = exchange;
  return error.with(
    defined({
      protocol: question.protocol.name,
      model: error.model ?? question.model,
      requestId: error.requestId ?? requestIdOf(headers),
      headers,
      retryAfterMs: error.retryAfterMs ?? waitAsked(error, headers, settings.platform.now()),
    }),
  );
}

function waitAsked(error: OfoxError, headers: Record<string, string>, now: number) {
  return error.status === undefined ? undefined : retryAfterMs(headers, now);
}

function parseAnswer(text: string, exchange: Exchange): JsonValue {
  try {
    return JSON.parse(text);
  } catch {
    throw notJson(exchange, text);
  }
}

/** The error for an answer that is a page or nothing at all. */
export function notJson({ host, headers }: Exchange, text: string): OfoxError {
  const type = headers['content-type']?.split(';')[0] ?? 'no content type';
  const start = text.trim().slice(0, QUOTED);
  const quoted = start === '' ? ': it is empty' : `: ${start}`;
  return new OfoxError('upstream', `The answer of ${host} (${type}) is not JSON${quoted}`);
}

function redirected(status: number, headers: Record<string, string>, host: string): OfoxError {
  const { location } = headers;
  const where = location === undefined ? 'elsewhere' : `to ${location.slice(0, QUOTED)}`;
  const message = `${host} redirects ${where}, and redirects are not followed. Is the base URL right?`;
  return new OfoxError('invalid_request', message, {
    param: 'baseUrl',
    code: 'redirect',
    headers,
    ...(status === 0 ? {} : { status }),
  });
}

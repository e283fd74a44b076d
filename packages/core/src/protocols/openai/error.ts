import { defined } from '../../defined.ts';
import { type ErrorKind, kindOfStatus, OfoxError, statusOfKind } from '../../error.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../json.ts';
import { retryAfterMs } from '../../retry-after.ts';
import {
  errorStatus,
  innermostMessage,
  parseBody,
  plainMessage,
  refineKind,
  retryHeaders,
  safeHeaders,
  safeMessage,
} from '../error-body.ts';
import type { EncodedError, ErrorResponse } from '../protocol.ts';

const QUOTED = 500;

/** The types of docs.ofox.ai/api, "Error Codes", and those of OpenAI where the two agree. */
const TYPES: Record<ErrorKind, string> = {
  invalid_request: 'invalid_request_error',
  authentication: 'authentication_error',
  permission: 'permission_error',
  not_found: 'not_found_error',
  rate_limit: 'rate_limit_error',
  quota: 'insufficient_quota',
  content_filter: 'invalid_request_error',
  context_length: 'invalid_request_error',
  upstream: 'upstream_error',
  unavailable: 'service_unavailable',
  timeout: 'timeout_error',
  aborted: 'request_aborted',
  stream: 'upstream_error',
  internal: 'internal_error',
};

const CODES: Partial<Record<ErrorKind, string>> = {
  content_filter: 'content_filter',
  context_length: 'context_length_exceeded',
  quota: 'insufficient_quota',
};

/** What types and codes mean where no status tells it, as in the middle of a stream. */
const KINDS: Record<string, ErrorKind> = {
  invalid_request_error: 'invalid_request',
  authentication_error: 'authentication',
  invalid_api_key: 'authentication',
  permission_error: 'permission',
  permission_denied: 'permission',
  not_found_error: 'not_found',
  model_not_found: 'not_found',
  rate_limit_error: 'rate_limit',
  rate_limit_exceeded: 'rate_limit',
  rate_limited: 'rate_limit',
  tokens: 'rate_limit',
  requests: 'rate_limit',
  request_too_large: 'invalid_request',
  insufficient_quota: 'quota',
  insufficient_credits: 'quota',
  billing_error: 'quota',
  content_filter: 'content_filter',
  content_policy_violation: 'content_filter',
  context_length_exceeded: 'context_length',
  upstream_error: 'upstream',
  api_error: 'upstream',
  server_error: 'upstream',
  overloaded_error: 'unavailable',
  service_unavailable: 'unavailable',
  timeout_error: 'timeout',
  request_aborted: 'aborted',
  internal_error: 'internal',
};

/** What an error says of itself. */
interface Told {
  message?: string | undefined;
  type?: string | undefined;
  code?: string | undefined;
  param?: string | undefined;
  status?: number | undefined;
}

/**
 * Reads the body of a failed request: OpenAI's `{error: {message, type, param, code}}`
 * (platform.openai.com/docs/guides/error-codes), its relatives, a page of HTML, or nothing.
 */
export function decodeError(response: ErrorResponse): OfoxError {
  const { status, headers = {}, body, model } = response;
  const parsed = parseBody(body);
  const told = isJsonObject(parsed) ? readTold(parsed) : {};
  const message = told.message ?? plainMessage(body, status);
  const requestId = headers['x-request-id'] ?? headers['request-id'] ?? bodyRequestId(parsed);
  return new OfoxError(
    kindOf(status, told, message),
    message,
    defined({
      status,
      code: told.code ?? told.type,
      param: told.param,
      retryAfterMs: retryAfterMs(headers),
      requestId,
      headers: safeHeaders(headers),
      protocol: 'openai' as const,
      model,
      details: isJsonObject(parsed) ? parsed : undefined,
    }),
  );
}

/** The error that stands in the body of an answer, or in an event of a stream, where none should. */
export function bodyError(body: JsonObject): OfoxError {
  const told = readTold(body);
  const message = told.message ?? 'The provider reported an error without saying which.';
  const word = wordKind(told);
  const status = told.status ?? (word ? statusOfKind(word) : 502);
  const kind =
    told.status === undefined && word ? refine(word, told, message) : kindOf(status, told, message);
  return new OfoxError(
    kind,
    message,
    defined({
      status,
      code: told.code ?? told.type,
      param: told.param,
      requestId: bodyRequestId(body),
      protocol: 'openai' as const,
      details: body,
    }),
  );
}

function kindOf(status: number, told: Told, message: string): ErrorKind {
  const kind = kindOfStatus(status);
  if (kind === 'rate_limit' && wordKind(told) === 'quota') return 'quota';
  return refine(kind, told, message);
}

/** The word tells more than the text. */
function refine(kind: ErrorKind, told: Told, message: string): ErrorKind {
  const word = wordKind(told);
  const isFiner = word === 'context_length' || word === 'content_filter' || word === 'quota';
  if (kind === 'invalid_request' && isFiner) return word;
  return refineKind(kind, `${told.code ?? ''} ${told.type ?? ''} ${message}`);
}

/** The type goes before the code, unless the type is the broad one that covers several codes. */
function wordKind({ type, code }: Told): ErrorKind | undefined {
  const byType = type !== undefined && Object.hasOwn(KINDS, type) ? KINDS[type] : undefined;
  const byCode = code !== undefined && Object.hasOwn(KINDS, code) ? KINDS[code] : undefined;
  return byType === undefined || byType === 'invalid_request' ? (byCode ?? byType) : byType;
}

function readTold(body: JsonObject): Told {
  const error = body.error ?? body.detail ?? body;
  if (typeof error === 'string') return { message: innermostMessage({ message: error }) };
  if (Array.isArray(error)) return { message: JSON.stringify(error).slice(0, QUOTED) };
  if (!isJsonObject(error)) return {};
  const { code, status } = error;
  const word = typeof code === 'string' ? code : undefined;
  const number = [code, status, Number(word)].find(isStatus);
  const type = stringOf(error.type) ?? (typeof status === 'string' ? status : undefined);
  return {
    message: innermostMessage(error),
    type: type === 'error' && error === body ? undefined : type,
    code: word ?? (typeof code === 'number' ? String(code) : undefined),
    param: stringOf(error.param),
    status: typeof number === 'number' ? number : undefined,
  };
}

function isStatus(value: JsonValue | undefined): boolean {
  return typeof value === 'number' && value >= 400 && value < 600;
}

function bodyRequestId(body: JsonValue | undefined): string | undefined {
  return isJsonObject(body) ? stringOf(body.request_id) : undefined;
}

function stringOf(value: JsonValue | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** Writes an error as the body that docs.ofox.ai and OpenAI's SDK agree on, with what others read. */
export function encodeError(error: OfoxError): EncodedError {
  return { status: errorStatus(error), headers: retryHeaders(error), body: errorBody(error) };
}

/** `type` at the top is what Anthropic's SDK and the AI SDK look for. */
export function errorBody(error: OfoxError): JsonObject {
  return {
    type: 'error',
    error: {
      message: safeMessage(error),
      type: error.status === 413 ? 'request_too_large' : TYPES[error.kind],
      param: error.param ?? null,
      code: codeOf(error) ?? null,
    },
    ...(error.requestId === undefined ? {} : { request_id: error.requestId }),
  };
}

/** Callers of this wire look for its own codes; those of other providers say nothing to them. */
function codeOf({ protocol, kind, code }: OfoxError): string | undefined {
  const word = CODES[kind];
  const isOwn = protocol === undefined || protocol === 'openai';
  return word !== undefined && !(isOwn && code !== TYPES[kind]) ? word : (code ?? word);
}

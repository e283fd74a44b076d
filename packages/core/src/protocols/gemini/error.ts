import { defined } from '../../defined.ts';
import { type ErrorKind, OfoxError } from '../../error.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../json.ts';
import { durationMs, retryAfterMs } from '../../retry-after.ts';
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
import type { DecodeContext, EncodedError, ErrorResponse } from '../protocol.ts';
import { errorType, readErrorKind, statusOfWord, wordOfStatus } from './words.ts';

const TYPE_URL = 'type.googleapis.com/google.rpc.';

/** What `error.details` tells (google.aip.dev/193, "Error details"). */
interface Details {
  reason?: string;
  field?: string;
  retryAfterMs?: number;
}

/**
 * Reads the body of a failed request: Google's `{error: {code, message, status, details}}`, also
 * within an array, as streams send it; the API's unified one; a page of HTML, or nothing.
 */
export function decodeError(response: ErrorResponse): OfoxError {
  const { status, headers = {}, body, model } = response;
  const parsed = parseBody(body);
  const outer = Array.isArray(parsed) ? parsed[0] : parsed;
  const error = errorIn(outer);
  const told = error ? readErrorObject(error, { status }) : undefined;
  const message = told?.message ?? messageOf(outer) ?? plainMessage(error ? '' : body, status);
  const inBody = isJsonObject(outer) && typeof outer.request_id === 'string' && outer.request_id;
  return new OfoxError(
    told?.kind ?? refineKind(readErrorKind(status, undefined), message),
    message,
    defined({
      status,
      code: told?.code,
      param: told?.param,
      retryAfterMs: told?.retryAfterMs ?? retryAfterMs(headers),
      requestId: headers['x-request-id'] ?? headers['request-id'] ?? (inBody || undefined),
      headers: safeHeaders(headers),
      protocol: 'gemini' as const,
      model,
      details: told?.details,
    }),
  );
}

/**
 * Reads the `error` object itself, as it also stands in the middle of a stream.
 *
 * @param context the HTTP status, where the error came with one; else the error tells its own.
 */
export function readErrorObject(
  error: JsonObject,
  context: DecodeContext & { status?: number },
): OfoxError {
  const word = textOf(error.status);
  const type = textOf(error.type);
  const status = context.status ?? statusIn(error, word, type);
  const { reason, field, retryAfterMs: delay } = readDetails(error.details);
  const code = textOf(error.code) ?? reason ?? word ?? type;
  const message = innermostMessage(error) ?? plainMessage('', status);
  const kind = refineKind(readErrorKind(status, type), `${code ?? ''} ${message}`);
  return new OfoxError(
    isKeyInvalid(kind, reason, message) ? 'authentication' : kind,
    message,
    defined({
      status,
      code,
      param: textOf(error.param) ?? field,
      retryAfterMs: delay,
      protocol: 'gemini' as const,
      model: context.model,
      details: error.details ?? undefined,
    }),
  );
}

/**
 * Writes an error as Google's body with the unified `type` beside it. Google's code is the HTTP
 * status, so that the word for the case stands in `details`, as an `ErrorInfo`.
 */
export function encodeError(error: OfoxError): EncodedError {
  const status = errorStatus(error);
  const details = writeDetails(error, status);
  return {
    status,
    headers: retryHeaders(error),
    body: {
      error: {
        code: status,
        message: safeMessage(error),
        status: wordOfStatus(status),
        type: errorType(error.kind),
        ...(details.length > 0 ? { details } : {}),
      },
    },
  };
}

function readDetails(details: JsonValue | undefined): Details {
  const read: Details = {};
  if (!Array.isArray(details)) return read;
  for (const detail of details) {
    if (!isJsonObject(detail)) continue;
    const { reason, retryDelay, fieldViolations } = detail;
    if (typeof reason === 'string' && reason !== '') read.reason ??= reason;
    const delay = typeof retryDelay === 'string' ? durationMs(retryDelay) : undefined;
    if (delay !== undefined) read.retryAfterMs ??= delay;
    const violation = Array.isArray(fieldViolations) ? fieldViolations[0] : undefined;
    const field = isJsonObject(violation) ? textOf(violation.field) : undefined;
    if (field !== undefined) read.field ??= field;
  }
  return read;
}

/** Details that Google itself gave are handed on as they are. */
function writeDetails(error: OfoxError, status: number): JsonObject[] {
  if (error.protocol === 'gemini' && Array.isArray(error.details)) {
    return error.details.filter(isJsonObject);
  }
  const { code, param, message, retryAfterMs: delay } = error;
  const details: JsonObject[] = [];
  if (code !== undefined && code !== wordOfStatus(status)) {
    details.push({ '@type': `${TYPE_URL}ErrorInfo`, reason: code });
  }
  if (param !== undefined) {
    const fieldViolations = [{ field: param, description: message }];
    details.push({ '@type': `${TYPE_URL}BadRequest`, fieldViolations });
  }
  if (delay !== undefined) {
    details.push({ '@type': `${TYPE_URL}RetryInfo`, retryDelay: `${delay / 1000}s` });
  }
  return details;
}

/** Google refuses a wrong key with 400. */
function isKeyInvalid(kind: ErrorKind, reason: string | undefined, message: string): boolean {
  if (kind !== 'invalid_request') return false;
  return reason === 'API_KEY_INVALID' || message.startsWith('API key not valid');
}

function statusIn(error: JsonObject, word: string | undefined, type: string | undefined): number {
  const { code } = error;
  if (typeof code === 'number' && code >= 400 && code < 600) return code;
  const byWord = word === undefined ? undefined : statusOfWord(word);
  if (byWord !== undefined) return byWord;
  return type !== undefined && Object.hasOwn(STATUS_OF_TYPE, type)
    ? (STATUS_OF_TYPE[type] as number)
    : 502;
}

/** Unified types in errors that tell no status. */
const STATUS_OF_TYPE: Record<string, number> = {
  invalid_request_error: 400,
  authentication_error: 401,
  insufficient_quota: 402,
  permission_error: 403,
  not_found_error: 404,
  rate_limit_error: 429,
  internal_error: 500,
  upstream_error: 502,
  service_unavailable: 503,
  overloaded_error: 503,
  timeout_error: 504,
};

/** The object that tells the error: `error`, or the body itself when it has a message. */
function errorIn(body: JsonValue | undefined): JsonObject | undefined {
  if (!isJsonObject(body)) return undefined;
  if (isJsonObject(body.error)) return body.error;
  return typeof body.message === 'string' ? body : undefined;
}

function messageOf(body: JsonValue | undefined): string | undefined {
  if (!isJsonObject(body)) return undefined;
  return textOf(body.error) ?? textOf(body.detail);
}

function textOf(value: JsonValue | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

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
import { errorType, kindOfWord, statusOfType } from './error-words.ts';

/** What an error says of itself. */
interface Told {
  message: string | undefined;
  type: string | undefined;
  code: string | undefined;
  param: string | undefined;
  requestId: string | undefined;
  details: JsonObject | undefined;
}

/**
 * Reads the body of a failed request: `{type: 'error', error: {type, message}, request_id}`
 * (Anthropic's "Errors"; version 2026-10-21 adds `details.error_code`), its relatives, a page of
 * HTML, or nothing. The status goes first, then the type, then the code.
 */
export function decodeError(response: ErrorResponse): OfoxError {
  const { status, headers = {}, model } = response;
  const parsed = parseBody(response.body);
  const outer = Array.isArray(parsed) ? parsed[0] : parsed;
  const told = readTold(isJsonObject(outer) ? outer : {});
  const plain = typeof outer === 'string' ? outer : parsed === undefined ? response.body : '';
  const message = told.message ?? plainMessage(plain, status);
  return new OfoxError(
    kindOf(kindOfStatus(status), told, message),
    message,
    defined({
      status,
      code: told.code ?? told.type,
      param: told.param,
      retryAfterMs: retryAfterMs(headers),
      requestId: headers['request-id'] ?? headers['x-request-id'] ?? told.requestId,
      headers: safeHeaders(headers),
      protocol: 'anthropic' as const,
      model,
      details: told.details,
    }),
  );
}

/** The error in a body or an event of a stream whose status was 200: the type alone tells what. */
export function errorOfBody(body: JsonObject): OfoxError {
  const told = readTold(body);
  const message = told.message ?? 'The provider reported an error without saying which.';
  const kind = kindOf(kindOfWord(told.type) ?? kindOfWord(told.code) ?? 'upstream', told, message);
  return new OfoxError(
    kind,
    message,
    defined({
      status: statusOfType(told.type) ?? statusOfKind(kind),
      code: told.code ?? told.type,
      param: told.param,
      requestId: told.requestId,
      protocol: 'anthropic' as const,
      details: told.details,
    }),
  );
}

function readTold(body: JsonObject): Told {
  const error = isJsonObject(body.error) ? body.error : body;
  const details = isJsonObject(error.details) ? error.details : undefined;
  return {
    message: innermostMessage(error) ?? textOf(body.detail),
    type: error === body && error.type === 'error' ? undefined : textOf(error.type),
    code: textOf(details?.error_code) ?? textOf(error.code),
    param: textOf(error.param),
    requestId: textOf(body.request_id),
    details,
  };
}

/** What the kind that the status told really is, as one status stands for several cases. */
function kindOf(kind: ErrorKind, { type, code }: Told, message: string): ErrorKind {
  const word = kindOfWord(type) ?? kindOfWord(code);
  switch (kind) {
    case 'invalid_request':
      return word === 'quota' ? word : refineKind(kind, `${code ?? ''} ${message}`);
    case 'rate_limit':
    case 'permission':
      return word === 'quota' || kindOfWord(code) === 'quota' ? 'quota' : kind;
    case 'internal':
    case 'upstream':
      return word === 'unavailable' || word === 'timeout' ? word : kind;
    default:
      return kind;
  }
}

/**
 * Writes an error for a caller: Anthropic's body, with the `code` of the API's own documents
 * (docs.ofox.ai/api, "Error Response Format") and the field at fault. Keys in messages are blotted
 * out.
 */
export function encodeError(error: OfoxError): EncodedError {
  const { kind, code, param, requestId, details } = error;
  const status = errorStatus(error);
  const told: JsonObject = {
    type: errorType(kind, status),
    message: safeMessage(error),
    code: code ?? null,
    param: param ?? null,
  };
  const own = error.protocol === 'anthropic' && isJsonObject(details) ? details : {};
  if (code !== undefined) told.details = { error_code: code, ...own };
  return {
    status,
    headers: retryHeaders(error),
    body: { type: 'error', error: told, request_id: requestId ?? null },
  };
}

function textOf(value: JsonValue | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

import { isUtf8 } from 'node:buffer';
import { type JsonValue, OfoxError } from '@ofoxai/core';

/** Deeper than any real schema, and shallow enough for everyone who walks through it. */
const MAX_DEPTH = 200;

const BYTE_ORDER_MARK = 0xfeff;

/**
 * Parses a request's body, whatever content type it claims.
 *
 * @param ascii the body as a text, where it is known to be plain ASCII.
 * @throws OfoxError of kind `invalid_request` that tells where the body is not JSON; status 415
 *   when its content type says that it was not meant to be.
 */
export function parseJson(
  body: Buffer,
  contentType: string | undefined,
  ascii?: string,
): JsonValue {
  if (ascii === undefined && !isUtf8(body)) {
    throw unreadable('The body is not valid UTF-8.', contentType);
  }
  let text = ascii ?? body.toString('utf8');
  if (text.charCodeAt(0) === BYTE_ORDER_MARK) text = text.slice(1);
  if (text === '') throw unreadable('The request has no body; JSON is expected.', contentType);
  let value: JsonValue;
  try {
    value = JSON.parse(text) as JsonValue;
  } catch (error) {
    throw unreadable(`The body is not valid JSON: ${describe(error as Error, text)}.`, contentType);
  }
  if (isDeeperThan(value, MAX_DEPTH)) {
    throw unreadable(`The body is nested deeper than ${MAX_DEPTH} levels.`, contentType);
  }
  return value;
}

/** Whether arrays and objects are within one another more often than that. */
function isDeeperThan(value: JsonValue, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (depth === 0) return true;
  if (Array.isArray(value)) {
    for (const item of value) {
      if (typeof item === 'object' && isDeeperThan(item, depth - 1)) return true;
    }
    return false;
  }
  for (const key in value) {
    const item = value[key];
    if (typeof item === 'object' && isDeeperThan(item, depth - 1)) return true;
  }
  return false;
}

/** The parser's own words; its offset, which few can count to, as line and column. */
function describe(error: Error, text: string): string {
  const found = /^(.*) in JSON at position (\d+)/s.exec(error.message);
  if (!found) return error.message;
  const before = text.slice(0, Number(found[2]));
  const line = before.split('\n').length;
  const column = before.length - before.lastIndexOf('\n');
  return `${found[1]} at line ${line}, column ${column}`;
}

function unreadable(message: string, contentType = ''): OfoxError {
  const type = contentType.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  if (type === '' || type.includes('json') || type.startsWith('text/')) {
    return new OfoxError('invalid_request', message, { status: 400, code: 'invalid_json' });
  }
  return new OfoxError('invalid_request', `${message} The content type must be application/json.`, {
    status: 415,
    code: 'unsupported_media_type',
  });
}

import { type ErrorKind, type OfoxError, statusOfKind } from '../error.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';

const QUOTED = 500;
const DEPTH = 4;

const CONTEXT_LENGTH =
  /context[ _](?:length|window)|maximum context|prompt is too long|too many (?:input )?tokens|input (?:is|token count) (?:too long|exceeds|.*exceeds the maximum)/i;
const CONTENT_FILTER =
  /content[ _](?:filter|policy|management policy)|output blocked|moderation_blocked|responsible ?ai|safety system/i;
const QUOTA = /credit balance|insufficient[ _](?:credit|balance|quota|fund)/i;

/** Keys that providers quote in their messages, as Google does those it has suspended. */
const KEY = /\b(?:AIza|sk-)[\w-]{10,}/g;

const SECRET = /\bsk-[\w*.-]{6,}/g;
const SECRET_HEADER = /^(?:set-cookie|authorization|x-api-key|x-goog-api-key|cookie)$/;

/** Asking again changes nothing. */
const POINTLESS: readonly ErrorKind[] = [
  'invalid_request',
  'authentication',
  'permission',
  'not_found',
  'quota',
  'content_filter',
  'context_length',
  'aborted',
];

/** The body of a failed request as JSON; `undefined` when it is something else. */
export function parseBody(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return undefined;
  }
}

/**
 * The words of whoever failed first: gateways wrap the errors of those behind them in
 * `metadata.raw` or in JSON within the message, and the inner words are the ones that help. Keys
 * in them are blotted out.
 */
export function innermostMessage(error: JsonObject): string | undefined {
  return messageOf(error, 0)?.replace(KEY, (key) => `${key.slice(0, 4)}…`);
}

function messageOf(told: JsonValue, depth: number): string | undefined {
  if (typeof told === 'string') return told === '' ? undefined : unwrapped(told, depth);
  if (!isJsonObject(told)) return undefined;
  if (depth < DEPTH) {
    const raw = isJsonObject(told.metadata) ? told.metadata.raw : undefined;
    const inner = raw === undefined ? undefined : messageOf(raw, depth + 1);
    if (inner !== undefined) return inner;
    if (isJsonObject(told.error)) return messageOf(told.error, depth + 1);
  }
  const message = [told.message, told.msg, told.error].find((value) => typeof value === 'string');
  return message === undefined ? undefined : messageOf(message, depth);
}

/** The message of the error whose JSON the text ends with, or the text itself. */
function unwrapped(text: string, depth: number): string {
  const at = text.indexOf('{');
  if (at === -1 || depth >= DEPTH || !text.trimEnd().endsWith('}')) return text;
  const inner = parseBody(text.slice(at));
  return (isJsonObject(inner) ? messageOf(inner, depth + 1) : undefined) ?? text;
}

/** What to tell people of a body that is plain text, a web page, or empty. */
export function plainMessage(body: string, status: number): string {
  const text = body.trim();
  if (text === '' || text === '{}') return `The provider answered ${status} without saying why.`;
  if (text.startsWith('<')) {
    const title = /<title>([^<]{1,200})<\/title>/i.exec(text.slice(0, 4096))?.[1]?.trim();
    return `The provider answered ${status} with a web page${title ? `: ${title}` : '.'}`;
  }
  return text.length > QUOTED ? `${text.slice(0, QUOTED)}…` : text;
}

/**
 * An invalid request may be one of three cases that callers treat in their own way, and a limit
 * may be one that no waiting lifts.
 * @param told the error's code and message.
 */
export function refineKind(kind: ErrorKind, told: string): ErrorKind {
  const text = told.slice(0, QUOTED);
  if (kind === 'rate_limit') return QUOTA.test(text) ? 'quota' : kind;
  if (kind !== 'invalid_request') return kind;
  if (CONTEXT_LENGTH.test(text)) return 'context_length';
  if (CONTENT_FILTER.test(text)) return 'content_filter';
  return QUOTA.test(text) ? 'quota' : kind;
}

/** What to tell a caller, with keys blotted out: providers quote what they were given. */
export function safeMessage({ message }: OfoxError): string {
  return message.replace(SECRET, 'sk-…');
}

/** The headers of an answer without credentials; `undefined` when there are none. */
export function safeHeaders(headers: Record<string, string>): Record<string, string> | undefined {
  const entries = Object.entries(headers).filter(([name]) => !SECRET_HEADER.test(name));
  return entries.length > 0 ? Object.fromEntries(entries) : undefined;
}

/**
 * The status that tells an error to a caller, the same on all wires: providers have statuses of
 * their own (529), and Google and Anthropic say 400 of a wrong key and of an empty account.
 */
export function errorStatus({ status, kind }: OfoxError): number {
  const own = statusOfKind(kind);
  if (status === undefined || status < 400) return own;
  if (status === 529) return 503;
  const isVague = status === 400 || status === 403;
  return isVague && (kind === 'authentication' || kind === 'quota') ? own : status;
}

/** When to try again (`retry-after` in whole seconds, `retry-after-ms`), or that it is pointless. */
export function retryHeaders(error: OfoxError): Record<string, string> {
  const { kind, retryAfterMs, mayHaveBeenBilled } = error;
  const headers: Record<string, string> = {};
  if (retryAfterMs !== undefined) {
    headers['retry-after'] = String(Math.ceil(retryAfterMs / 1000));
    headers['retry-after-ms'] = String(Math.ceil(retryAfterMs));
  }
  if (POINTLESS.includes(kind) || mayHaveBeenBilled) headers['x-should-retry'] = 'false';
  return headers;
}

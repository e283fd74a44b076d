import { OfoxError } from '../error.ts';

const LONGEST_CHAIN = 5;

/** Failures that come before the first byte of the request could be sent. */
const NOT_CONNECTED: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'EHOSTDOWN',
  'EHOSTUNREACH',
  'ENETDOWN',
  'ENETUNREACH',
  'EADDRNOTAVAIL',
  'UND_ERR_CONNECT_TIMEOUT',
]);
const NOT_RESOLVED: ReadonlySet<string> = new Set(['ENOTFOUND', 'EAI_AGAIN', 'EAI_FAIL']);
/** The other side answered, but not in TLS. */
const NOT_TLS = /^(?:ERR_SSL_WRONG_VERSION_NUMBER|ERR_SSL_PACKET_LENGTH_TOO_LONG|EPROTO)$/;
const NOT_TRUSTED =
  /^(?:CERT_|ERR_TLS_|ERR_SSL_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|HOSTNAME_MISMATCH|EPROTO$)/;

/**
 * What a transport's failure before the headers means. Only failures that are known to come before
 * the request went out leave `mayHaveBeenBilled` unset; browsers, for one, never tell.
 *
 * @param host named in the message, so that a wrong base URL can be seen.
 * @param billable whether the request costs money if the server got it.
 */
export function sendingError(error: unknown, host: string, billable: boolean): OfoxError {
  if (OfoxError.is(error)) return error;
  const code = codeOf(error);
  const told = code === undefined ? '' : ` (${code})`;
  const details = { cause: error, ...(code === undefined ? {} : { code }) };
  if (code !== undefined && NOT_RESOLVED.has(code)) {
    const message = `The name ${host} could not be resolved${told}. Is the base URL right, and the network up?`;
    return new OfoxError('unavailable', message, details);
  }
  if (code !== undefined && (NOT_CONNECTED.has(code) || isConnectTimeout(error, code))) {
    const message = `No connection to ${host} could be made${told}. Is the base URL right, and does a server run there?`;
    return new OfoxError('unavailable', message, details);
  }
  if (code !== undefined && NOT_TRUSTED.test(code)) {
    const hint = NOT_TLS.test(code) ? ' Should the base URL begin with http://?' : '';
    const message = `No secure connection to ${host} could be made${told}.${hint}`;
    return new OfoxError('unavailable', message, details);
  }
  const billed = billable ? { mayHaveBeenBilled: true } : {};
  if (code === 'UND_ERR_HEADERS_TIMEOUT') {
    const message = `The platform's fetch gave up waiting for ${host} to answer${told}.`;
    return new OfoxError('timeout', message, { ...details, ...billed });
  }
  const message = `The connection to ${host} failed before an answer came: ${messageOf(error)}${told}.`;
  return new OfoxError('unavailable', message, { ...details, ...billed });
}

/** What a transport's failure in the middle of the answer means. */
export function readingError(error: unknown, host: string, billable: boolean): OfoxError {
  if (OfoxError.is(error)) return error;
  const code = codeOf(error);
  const details = {
    cause: error,
    ...(code === undefined ? {} : { code }),
    ...(billable ? { mayHaveBeenBilled: true } : {}),
  };
  if (code === 'UND_ERR_BODY_TIMEOUT') {
    const message = `The platform's fetch gave up waiting for ${host} to go on (${code}).`;
    return new OfoxError('timeout', message, details);
  }
  const message = `The connection to ${host} broke in the middle of the answer: ${messageOf(error)}.`;
  return new OfoxError('stream', message, details);
}

/** The first code in the chain of causes; `fetch` hides it one or two steps down. */
function codeOf(error: unknown, depth = 0): string | undefined {
  if (typeof error !== 'object' || error === null || depth > LONGEST_CHAIN) return undefined;
  if ('code' in error && typeof error.code === 'string') return error.code;
  if ('errors' in error && Array.isArray(error.errors)) {
    const code = codeOf(error.errors[0], depth + 1);
    if (code !== undefined) return code;
  }
  return 'cause' in error ? codeOf(error.cause, depth + 1) : undefined;
}

function isConnectTimeout(error: unknown, code: string, depth = 0): boolean {
  if (code !== 'ETIMEDOUT' || typeof error !== 'object' || error === null) return false;
  if ('syscall' in error) return error.syscall === 'connect';
  const inner = 'errors' in error && Array.isArray(error.errors) ? error.errors[0] : undefined;
  const deeper = inner ?? ('cause' in error ? error.cause : undefined);
  return depth < LONGEST_CHAIN && isConnectTimeout(deeper, code, depth + 1);
}

/** The innermost message: `fetch failed` on its own says nothing. */
function messageOf(error: unknown): string {
  let inner = error;
  for (let depth = 0; depth < LONGEST_CHAIN; depth++) {
    if (!(inner instanceof Error) || !(inner.cause instanceof Error)) break;
    inner = inner.cause;
  }
  const message = inner instanceof Error ? inner.message : String(inner);
  return message.replace(/\.$/, '');
}

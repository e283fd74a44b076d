import type { JsonObject, JsonValue } from './json.ts';
import type { ProtocolName } from './protocol-name.ts';

export type ErrorKind =
  | 'invalid_request'
  | 'authentication'
  | 'permission'
  | 'not_found'
  /** Too many requests for now: by the API's own limit, or by the provider behind it. */
  | 'rate_limit'
  /** No money or allowance is left; waiting does not help. */
  | 'quota'
  | 'content_filter'
  | 'context_length'
  /** The provider behind the API failed or answered nonsense. */
  | 'upstream'
  | 'unavailable'
  | 'timeout'
  /** The caller's own signal. */
  | 'aborted'
  /** A stream broke after it had begun. */
  | 'stream'
  | 'internal';

/** One try at one model, for whoever wants to know what happened on the way. */
export interface Attempt {
  model: string;
  /** The node that was asked, where there are several. */
  provider?: string;
  /** Absent when it answered. */
  kind?: ErrorKind;
  status?: number;
  durationMs?: number;
}

export interface OfoxErrorDetails {
  status?: number;
  code?: string;
  param?: string;
  retryAfterMs?: number;
  requestId?: string;
  headers?: Record<string, string>;
  protocol?: ProtocolName;
  model?: string;
  attempts?: Attempt[];
  mayHaveBeenBilled?: boolean;
  details?: JsonValue;
  cause?: unknown;
}

const BRAND = Symbol.for('ofoxai.error');

const STATUS_OF_KIND: Record<ErrorKind, number> = {
  invalid_request: 400,
  authentication: 401,
  quota: 402,
  permission: 403,
  not_found: 404,
  rate_limit: 429,
  content_filter: 400,
  context_length: 400,
  upstream: 502,
  unavailable: 503,
  timeout: 504,
  aborted: 499,
  stream: 502,
  internal: 500,
};

const KIND_OF_STATUS: Record<number, ErrorKind> = {
  401: 'authentication',
  402: 'quota',
  403: 'permission',
  404: 'not_found',
  408: 'timeout',
  429: 'rate_limit',
  499: 'aborted',
  500: 'internal',
  502: 'upstream',
  503: 'unavailable',
  504: 'timeout',
  529: 'unavailable',
};

/** Anything that went wrong, whichever protocol or package it came through. */
export class OfoxError extends Error {
  readonly kind: ErrorKind;
  /** HTTP status of the answer; absent when there was none. */
  declare readonly status?: number;
  /** The wire's own word for the case, when it gave a word. */
  declare readonly code?: string;
  /** The field at fault: `messages[3].content[1].image_url.url`. */
  declare readonly param?: string;
  /** How long the server asks to wait, in milliseconds. */
  declare readonly retryAfterMs?: number;
  declare readonly requestId?: string;
  /** Headers of the answer, in lower case, without credentials. */
  declare readonly headers?: Record<string, string>;
  declare readonly protocol?: ProtocolName;
  declare readonly model?: string;
  declare readonly attempts?: Attempt[];
  /** The request was sent and its fate is unknown: sending it again may cost twice. */
  declare readonly mayHaveBeenBilled?: boolean;
  /** What else the provider's error body said. */
  declare readonly details?: JsonValue;

  constructor(kind: ErrorKind, message: string, details: OfoxErrorDetails = {}) {
    const { cause, ...known } = details;
    super(message, cause === undefined ? undefined : { cause });
    this.kind = kind;
    Object.assign(this, defined(known));
  }

  static {
    Object.defineProperty(OfoxError.prototype, BRAND, { value: true });
    Object.defineProperty(OfoxError.prototype, 'name', { value: 'OfoxError', writable: true });
  }

  /** True for errors of any copy of this package that lives in the process. */
  static is(value: unknown): value is OfoxError {
    return typeof value === 'object' && value !== null && BRAND in value;
  }

  /** The same error with more known about it. */
  with(details: OfoxErrorDetails): OfoxError {
    const { kind, message, stack, ...known } = {
      ...this,
      message: this.message,
      stack: this.stack,
    };
    const error = new OfoxError(kind, message, {
      ...known,
      ...(this.cause === undefined ? {} : { cause: this.cause }),
      ...defined(details),
    });
    if (stack !== undefined) error.stack = stack;
    return error;
  }

  /** Everything but the stack and the cause, for logs and for other processes. */
  toJSON(): JsonObject {
    return { name: this.name, message: this.message, ...(this as unknown as JsonObject) };
  }
}

function defined<T extends object>(fields: T): Partial<T> {
  const entries = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as Partial<T>;
}

/** What an HTTP status means. 4xx not listed by the API are invalid requests, 5xx upstream faults. */
export function kindOfStatus(status: number): ErrorKind {
  return KIND_OF_STATUS[status] ?? (status >= 500 ? 'upstream' : 'invalid_request');
}

/** The HTTP status that tells an error of this kind when it has none of its own. */
export function statusOfKind(kind: ErrorKind): number {
  return STATUS_OF_KIND[kind];
}

/** The caller's request is at fault, in this field. */
export function invalid(param: string, message: string, code?: string): OfoxError {
  return new OfoxError('invalid_request', message, {
    status: 400,
    param,
    ...(code === undefined ? {} : { code }),
  });
}

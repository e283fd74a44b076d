import { ContextOverflowError, LangChainError, ns, stampRetryable } from '@langchain/core/errors';
import type { AIMessage } from '@langchain/core/messages';
import type { Attempt, ErrorKind, OfoxError } from '@ofoxai/core';

/** LangChain's own name for a fault, under which its documents explain it. */
export type LangChainErrorCode =
  | 'MODEL_AUTHENTICATION'
  | 'MODEL_RATE_LIMIT'
  | 'MODEL_NOT_FOUND'
  | 'INVALID_TOOL_RESULTS'
  | 'CONTEXT_OVERFLOW';

/** What is known of a call that failed. */
export interface ModelErrorFields {
  /** What went wrong, in the words of `@ofoxai/core`. */
  kind: ErrorKind;
  lc_error_code?: LangChainErrorCode;
  /** HTTP status of the answer; absent when there was none. */
  status?: number;
  /** The wire's own word for the case. */
  code?: string;
  /** The field at fault. */
  param?: string;
  /** Headers of the answer, without credentials. */
  headers?: Record<string, string>;
  /** How long the server asks to wait, in milliseconds. */
  retryAfterMs?: number;
  requestId?: string;
  model?: string;
  attempts?: Attempt[];
  /** The request was sent and its fate is unknown: sending it again may cost twice. */
  mayHaveBeenBilled?: boolean;
  /** What had arrived of an answer that broke off. */
  partialOutput?: AIMessage;
  /** The client's error. */
  cause: OfoxError;
}

const CODES: Partial<Record<ErrorKind, LangChainErrorCode>> = {
  authentication: 'MODEL_AUTHENTICATION',
  permission: 'MODEL_AUTHENTICATION',
  rate_limit: 'MODEL_RATE_LIMIT',
  quota: 'MODEL_RATE_LIMIT',
  not_found: 'MODEL_NOT_FOUND',
  context_length: 'CONTEXT_OVERFLOW',
};

/** What providers say of tool calls without results, and of results without calls. */
const TOOL_RESULTS =
  /\btool_(?:calls?|use|results?|call_id|use_id)s?\b|\bfunction (?:call|response)s?\b|number of function response parts/i;

/** Faults that another try meets again, whatever their status. */
const FINAL: ReadonlySet<ErrorKind> = new Set<ErrorKind>([
  'invalid_request',
  'authentication',
  'permission',
  'not_found',
  'quota',
  'content_filter',
  'context_length',
  'aborted',
]);

/** A call that failed. `OfoxModelError.isInstance` knows those of other copies of this package. */
export class OfoxModelError extends ns.brand(LangChainError, 'ofoxai') implements ModelErrorFields {
  override readonly name: string = 'OfoxModelError';
  declare readonly kind: ErrorKind;
  declare readonly lc_error_code?: LangChainErrorCode;
  declare readonly status?: number;
  declare readonly code?: string;
  declare readonly param?: string;
  declare readonly headers?: Record<string, string>;
  declare readonly retryAfterMs?: number;
  declare readonly requestId?: string;
  declare readonly model?: string;
  declare readonly attempts?: Attempt[];
  declare readonly mayHaveBeenBilled?: boolean;
  declare readonly partialOutput?: AIMessage;
  declare readonly cause: OfoxError;

  constructor(message: string, fields: ModelErrorFields) {
    super(message);
    Object.assign(this, fields);
  }
}

/**
 * The client's error as LangChain's retries, fallbacks, middleware and users know errors. A
 * conversation that is too long becomes a `ContextOverflowError` that holds the same fields. Calls
 * that may have been billed already are not retried.
 *
 * @param partialOutput what had arrived of the answer.
 */
export function modelError(error: OfoxError, partialOutput?: AIMessage): Error {
  const { message } = error;
  const fields = fieldsOf(error, partialOutput);
  const wrapped =
    error.kind === 'context_length'
      ? Object.assign(new ContextOverflowError(message), fields)
      : new OfoxModelError(message, fields);
  const word = error.headers?.['x-should-retry'];
  const isFinal = FINAL.has(error.kind) || error.mayHaveBeenBilled || word === 'false';
  return isFinal ? stampRetryable(wrapped, false) : wrapped;
}

function fieldsOf(error: OfoxError, partialOutput: AIMessage | undefined): ModelErrorFields {
  const { kind, status, code, param, headers, retryAfterMs, requestId, model, attempts } = error;
  const fields = {
    kind,
    lc_error_code: codeOf(error),
    ...{ status, code, param, retryAfterMs, requestId, model, attempts },
    headers: headers && withRetryAfter(headers, retryAfterMs),
    mayHaveBeenBilled: error.mayHaveBeenBilled,
    partialOutput,
  };
  const known = Object.entries(fields).filter(([, value]) => value !== undefined);
  return { ...Object.fromEntries(known), kind, cause: error };
}

/** In whichever form the server said it, in the one that LangChain's caller reads. */
function withRetryAfter(
  headers: Record<string, string>,
  retryAfterMs: number | undefined,
): Record<string, string> {
  if (retryAfterMs === undefined) return headers;
  return { ...headers, 'retry-after': String(retryAfterMs / 1000) };
}

function codeOf({ kind, message }: OfoxError): LangChainErrorCode | undefined {
  if (kind === 'invalid_request' && TOOL_RESULTS.test(message)) return 'INVALID_TOOL_RESULTS';
  return CODES[kind];
}

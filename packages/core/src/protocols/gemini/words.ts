import { type ErrorKind, kindOfStatus } from '../../error.ts';
import type { Finish, FinishReason } from '../../reply.ts';
import type { ReasoningEffort } from '../../request.ts';

/** `Candidate.FinishReason` (ai.google.dev/api/generate-content#FinishReason). */
const FINISH_REASONS: Record<string, FinishReason> = {
  STOP: 'stop',
  MAX_TOKENS: 'length',
  SAFETY: 'content_filter',
  RECITATION: 'content_filter',
  LANGUAGE: 'content_filter',
  BLOCKLIST: 'content_filter',
  PROHIBITED_CONTENT: 'content_filter',
  SPII: 'content_filter',
  IMAGE_SAFETY: 'content_filter',
  IMAGE_PROHIBITED_CONTENT: 'content_filter',
  IMAGE_RECITATION: 'content_filter',
  CONTINUATION: 'pause',
  OTHER: 'error',
  IMAGE_OTHER: 'error',
  NO_IMAGE: 'error',
  MALFORMED_FUNCTION_CALL: 'error',
  MALFORMED_RESPONSE: 'error',
  UNEXPECTED_TOOL_CALL: 'error',
  TOO_MANY_TOOL_CALLS: 'error',
  MISSING_THOUGHT_SIGNATURE: 'error',
};

const FINISH_WORDS: Record<FinishReason, string> = {
  stop: 'STOP',
  tool_calls: 'STOP',
  length: 'MAX_TOKENS',
  content_filter: 'SAFETY',
  refusal: 'SAFETY',
  // CONTINUATION would make Google's SDK send requests of its own.
  pause: 'STOP',
  error: 'OTHER',
};

/** Reads a finish reason; STOP is also said of answers that end in function calls. */
export function readFinish(raw: string | undefined, hasCalls: boolean): Finish {
  const known = raw !== undefined && Object.hasOwn(FINISH_REASONS, raw);
  const told = known ? (FINISH_REASONS[raw] as FinishReason) : 'stop';
  const reason = told === 'stop' && hasCalls ? 'tool_calls' : told;
  return raw === undefined ? { reason } : { reason, raw };
}

/** This wire's word for a finish reason: the very one that was read, when it was this wire's. */
export function writeFinish({ reason, raw }: Finish): string {
  const word = FINISH_WORDS[reason];
  if (raw === undefined || raw === 'CONTINUATION' || !Object.hasOwn(FINISH_REASONS, raw)) {
    return word;
  }
  return FINISH_REASONS[raw] === reason ? raw : word;
}

/** `google.rpc.Code` and the HTTP status that it is sent with. */
const STATUS_OF_WORD: Record<string, number> = {
  INVALID_ARGUMENT: 400,
  FAILED_PRECONDITION: 400,
  OUT_OF_RANGE: 400,
  UNAUTHENTICATED: 401,
  PERMISSION_DENIED: 403,
  NOT_FOUND: 404,
  ALREADY_EXISTS: 409,
  ABORTED: 409,
  RESOURCE_EXHAUSTED: 429,
  CANCELLED: 499,
  INTERNAL: 500,
  UNKNOWN: 500,
  DATA_LOSS: 500,
  UNIMPLEMENTED: 501,
  UNAVAILABLE: 503,
  DEADLINE_EXCEEDED: 504,
};

const WORD_OF_STATUS: Record<number, string> = {
  400: 'INVALID_ARGUMENT',
  401: 'UNAUTHENTICATED',
  402: 'FAILED_PRECONDITION',
  403: 'PERMISSION_DENIED',
  404: 'NOT_FOUND',
  408: 'DEADLINE_EXCEEDED',
  409: 'ABORTED',
  429: 'RESOURCE_EXHAUSTED',
  499: 'CANCELLED',
  500: 'INTERNAL',
  501: 'UNIMPLEMENTED',
  503: 'UNAVAILABLE',
  504: 'DEADLINE_EXCEEDED',
  529: 'UNAVAILABLE',
};

/** The HTTP status that a status word stands for. */
export function statusOfWord(word: string): number | undefined {
  return Object.hasOwn(STATUS_OF_WORD, word) ? STATUS_OF_WORD[word] : undefined;
}

/** The status word that goes with an HTTP status. */
export function wordOfStatus(status: number): string {
  return WORD_OF_STATUS[status] ?? (status >= 500 ? 'UNAVAILABLE' : 'INVALID_ARGUMENT');
}

/** `error.type` of the API's unified bodies (docs.ofox.ai/api, "Error Response Format"). */
const ERROR_TYPES: Record<ErrorKind, string> = {
  invalid_request: 'invalid_request_error',
  content_filter: 'invalid_request_error',
  context_length: 'invalid_request_error',
  authentication: 'authentication_error',
  quota: 'insufficient_quota',
  permission: 'permission_error',
  not_found: 'not_found_error',
  rate_limit: 'rate_limit_error',
  upstream: 'upstream_error',
  stream: 'upstream_error',
  unavailable: 'service_unavailable',
  timeout: 'timeout_error',
  aborted: 'request_aborted',
  internal: 'internal_error',
};

export function errorType(kind: ErrorKind): string {
  return ERROR_TYPES[kind];
}

/** What an error's HTTP status and `type` say together; the status goes first. */
export function readErrorKind(status: number, type: string | undefined): ErrorKind {
  const kind = kindOfStatus(status);
  if (kind === 'invalid_request' && type === 'authentication_error') return 'authentication';
  if (kind === 'rate_limit' && type === 'insufficient_quota') return 'quota';
  return kind;
}

/** `ThinkingConfig.thinkingLevel` (ai.google.dev/gemini-api/docs/thinking), Gemini 3 and later. */
const EFFORT_OF_LEVEL: Record<string, ReasoningEffort> = {
  MINIMAL: 'minimal',
  LOW: 'low',
  MEDIUM: 'medium',
  HIGH: 'high',
};

export const THINKING_LEVELS = Object.keys(EFFORT_OF_LEVEL);

export function effortOfLevel(level: string): ReasoningEffort | undefined {
  return EFFORT_OF_LEVEL[level];
}

/** The level that says an effort, `HIGH` being the highest; `none` has no level. */
export function levelOfEffort(effort: Exclude<ReasoningEffort, 'none'>): string {
  return effort === 'xhigh' || effort === 'max' ? 'HIGH' : effort.toUpperCase();
}

/** The thinking budget that says an effort to models that know no levels (Gemini 2.5), in tokens. */
export const BUDGET_OF_EFFORT: Record<ReasoningEffort, number> = {
  none: 0,
  minimal: 512,
  low: 1024,
  medium: 8192,
  high: 24_576,
  xhigh: 32_768,
  max: 32_768,
};

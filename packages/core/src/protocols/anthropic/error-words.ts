import type { ErrorKind } from '../../error.ts';

/** The API's words for errors and the statuses they come with, and those of its relatives. */
const TYPES: Readonly<Record<string, { kind: ErrorKind; status: number }>> = {
  invalid_request_error: { kind: 'invalid_request', status: 400 },
  authentication_error: { kind: 'authentication', status: 401 },
  billing_error: { kind: 'quota', status: 402 },
  permission_error: { kind: 'permission', status: 403 },
  not_found_error: { kind: 'not_found', status: 404 },
  conflict_error: { kind: 'invalid_request', status: 409 },
  request_too_large: { kind: 'invalid_request', status: 413 },
  rate_limit_error: { kind: 'rate_limit', status: 429 },
  api_error: { kind: 'internal', status: 500 },
  timeout_error: { kind: 'timeout', status: 504 },
  overloaded_error: { kind: 'unavailable', status: 529 },
  internal_error: { kind: 'internal', status: 500 },
  server_error: { kind: 'internal', status: 500 },
  upstream_error: { kind: 'upstream', status: 502 },
  service_unavailable: { kind: 'unavailable', status: 503 },
  model_not_found: { kind: 'not_found', status: 404 },
  rate_limit_exceeded: { kind: 'rate_limit', status: 429 },
  insufficient_quota: { kind: 'quota', status: 402 },
  insufficient_credits: { kind: 'quota', status: 402 },
  context_length_exceeded: { kind: 'context_length', status: 400 },
  content_filter: { kind: 'content_filter', status: 400 },
  invalid_api_key: { kind: 'authentication', status: 401 },
};

const WORDS: Readonly<Record<ErrorKind, string>> = {
  invalid_request: 'invalid_request_error',
  context_length: 'invalid_request_error',
  content_filter: 'invalid_request_error',
  authentication: 'authentication_error',
  quota: 'billing_error',
  permission: 'permission_error',
  not_found: 'not_found_error',
  rate_limit: 'rate_limit_error',
  unavailable: 'overloaded_error',
  timeout: 'timeout_error',
  upstream: 'api_error',
  stream: 'api_error',
  aborted: 'api_error',
  internal: 'api_error',
};

export function kindOfWord(word: string | undefined): ErrorKind | undefined {
  return wordOf(word)?.kind;
}

export function statusOfType(type: string | undefined): number | undefined {
  return wordOf(type)?.status;
}

function wordOf(word: string | undefined) {
  return word !== undefined && Object.hasOwn(TYPES, word) ? TYPES[word] : undefined;
}

export function errorType(kind: ErrorKind, status: number): string {
  if (status === 413) return 'request_too_large';
  return status === 409 && kind === 'invalid_request' ? 'conflict_error' : WORDS[kind];
}

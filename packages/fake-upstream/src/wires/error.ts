import type { JsonObject, JsonValue, ProtocolName } from '@ofoxai/core';
import type { SseEvent } from '../step.ts';
import { jsonEvent } from './chat.ts';

/** What an error says; whatever is left out follows from the status. */
export interface ErrorSpec {
  status: number;
  message?: string;
  /** The protocol's own word: `rate_limit_error`, `RESOURCE_EXHAUSTED`, … */
  type?: string;
  /** Only on OpenAI's wire. */
  code?: string | number | null;
  /** Only on OpenAI's wire. */
  param?: string | null;
  /** Only on Gemini's wire. */
  details?: JsonValue[];
}

const OPENAI_TYPES: Readonly<Record<number, string>> = {
  401: 'authentication_error',
  403: 'permission_error',
  404: 'not_found_error',
  429: 'rate_limit_error',
};
const ANTHROPIC_TYPES: Readonly<Record<number, string>> = {
  ...OPENAI_TYPES,
  402: 'billing_error',
  413: 'request_too_large',
  504: 'timeout_error',
  529: 'overloaded_error',
};
const GEMINI_STATUSES: Readonly<Record<number, string>> = {
  401: 'UNAUTHENTICATED',
  403: 'PERMISSION_DENIED',
  404: 'NOT_FOUND',
  409: 'ABORTED',
  429: 'RESOURCE_EXHAUSTED',
  499: 'CANCELLED',
  500: 'INTERNAL',
  503: 'UNAVAILABLE',
  504: 'DEADLINE_EXCEEDED',
};

/** An error's body in a protocol's own form. */
export function errorBody(protocol: ProtocolName, spec: ErrorSpec): JsonObject {
  const { status, message = `The fake upstream answers ${status}` } = spec;
  const own = status < 500;
  switch (protocol) {
    case 'openai': {
      const named = OPENAI_TYPES[status] ?? (own ? 'invalid_request_error' : 'server_error');
      const { type = named, param = null, code = null } = spec;
      return { error: { message, type, param, code } };
    }
    case 'anthropic': {
      const named = ANTHROPIC_TYPES[status] ?? (own ? 'invalid_request_error' : 'api_error');
      return { type: 'error', error: { type: spec.type ?? named, message } };
    }
    case 'gemini': {
      const named = GEMINI_STATUSES[status] ?? (own ? 'INVALID_ARGUMENT' : 'UNKNOWN');
      const error: JsonObject = { code: status, message, status: spec.type ?? named };
      if (spec.details !== undefined) error.details = spec.details;
      return { error };
    }
  }
}

/** An error's event in mid-stream, in a protocol's own form. */
export function errorEvent(protocol: ProtocolName, spec: ErrorSpec): SseEvent {
  const body = errorBody(protocol, spec);
  return protocol === 'anthropic' ? jsonEvent(body, 'error') : jsonEvent(body);
}

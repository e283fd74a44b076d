import { type ErrorKind, OfoxError, readRateLimit } from '@ofoxai/core';
import {
  type IDataObject,
  type INode,
  type JsonObject,
  NodeApiError,
  NodeOperationError,
} from 'n8n-workflow';

/** What to do about an error of this kind, where the message alone does not say it. */
const ADVICE: Partial<Record<ErrorKind, string>> = {
  authentication: 'Check the API key of the OfoxAI credential.',
  permission: 'The key may not use this model. Choose another one, or ask who manages the key.',
  not_found: 'Choose the model from the list, or check its ID.',
  quota: 'The account has no credit left.',
  rate_limit:
    'Send fewer requests: use Batching with a pause, raise Max Retries, or add Fallback Models.',
  context_length:
    'The input is too long for the model. Shorten it, or choose a model with more context.',
  content_filter: 'The provider refused the content. Change the prompt, or choose another model.',
  unavailable: 'Check the Base URL of the credential, or add Fallback Models.',
  upstream: 'The provider failed. Try again, or add Fallback Models.',
  timeout: 'Raise the Timeout option, or choose a quicker model.',
  stream: 'The answer broke off. Run the node again.',
};

const PASSING: ReadonlySet<ErrorKind> = new Set<ErrorKind>([
  'rate_limit',
  'upstream',
  'unavailable',
  'timeout',
  'stream',
  'internal',
]);

/** The error as n8n shows it: the provider's own words, and below them what to do. */
export function toNodeError(node: INode, error: unknown, itemIndex?: number) {
  const at = itemIndex === undefined ? {} : { itemIndex };
  if (error instanceof NodeApiError || error instanceof NodeOperationError) return error;
  if (!OfoxError.is(error)) return new NodeOperationError(node, asError(error), at);
  const shown = { message: error.message, description: describe(error), ...at };
  if (error.kind === 'invalid_request' && error.protocol === undefined) {
    return new NodeOperationError(node, error, shown);
  }
  const response = { message: error.message } as JsonObject;
  const httpCode = error.status === undefined ? {} : { httpCode: String(error.status) };
  return new NodeApiError(node, response, { ...shown, ...httpCode });
}

/** The error as data, for workflows that go on and branch on it. */
export function errorData(error: unknown): IDataObject {
  if (!OfoxError.is(error)) return { message: asError(error).message };
  const { kind, message, status, code, param, requestId, model, retryAfterMs, attempts } = error;
  const known = { kind, message, status, code, param, requestId, model, retryAfterMs };
  return {
    ...Object.fromEntries(Object.entries(known).filter(([, value]) => value !== undefined)),
    retryable: PASSING.has(kind),
    ...(attempts ? { attempts: attempts.map((attempt) => ({ ...attempt })) } : {}),
  };
}

function describe(error: OfoxError): string {
  const lines: string[] = [];
  const advice = ADVICE[error.kind];
  if (advice) lines.push(advice);
  const limit = readRateLimit(error.headers ?? {});
  if (error.kind === 'rate_limit' && limit)
    lines.push(`The limit is ${limit.limit} requests a minute.`);
  if (error.param) lines.push(`Field: ${error.param}.`);
  const tried = error.attempts ?? [];
  if (tried.length > 1) {
    const list = tried.map(
      ({ model, status, kind }) => `${model} (${status ?? kind ?? 'answered'})`,
    );
    lines.push(`Tried: ${list.join(', ')}.`);
  }
  if (error.requestId) lines.push(`Request ID: ${error.requestId}`);
  return lines.join(' ');
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}

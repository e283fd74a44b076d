import type { IncomingHttpHeaders } from 'node:http';
import { OfoxError, type Protocol, retryAfterMs } from '@ofoxai/core';
import type { UpstreamAnswer } from './call.ts';
import { readStart } from './read-whole.ts';

const MAX_ERROR_BYTES = 64 * 1024;

/** Credentials of the gateway itself are at fault, of which the caller knows nothing. */
const OWN_FAULT = new Set([401, 402, 403]);

/**
 * What an answer with another status than 2xx means, its body read in the node's protocol. Of the
 * body, which may hold anything, the message alone is kept.
 */
export async function upstreamError(
  answer: UpstreamAnswer,
  { protocol, node, model }: UpstreamErrorContext,
): Promise<OfoxError> {
  const { status } = answer;
  const headers = plainHeaders(answer.headers);
  const body = (await readStart(answer, MAX_ERROR_BYTES)).toString('utf8');
  if (status < 400) {
    const message = `${node} answered with status ${status}, which is no answer.`;
    return new OfoxError('upstream', message, { status: 502, model });
  }
  const error = protocol.decodeError({ status, headers, body, model });
  const wait = error.retryAfterMs ?? retryAfterMs(headers, Date.now()) ?? resetMs(headers);
  const message = OWN_FAULT.has(status)
    ? `${node} refused this gateway: ${error.message}`
    : error.message;
  return rebuild(error, message, wait);
}

export interface UpstreamErrorContext {
  protocol: Protocol;
  /** The node's name. */
  node: string;
  model: string;
}

/** Neither the provider's headers nor its whole body leave the gateway. */
function rebuild(error: OfoxError, message: string, wait: number | undefined): OfoxError {
  const { kind, status, code, param, model } = error;
  return new OfoxError(kind, message, {
    ...(status === undefined ? {} : { status }),
    ...(code === undefined ? {} : { code }),
    ...(param === undefined ? {} : { param }),
    ...(model === undefined ? {} : { model }),
    ...(wait === undefined ? {} : { retryAfterMs: wait }),
  });
}

/** Anthropic tells the moment at which its limits are full again. */
function resetMs(headers: Record<string, string>): number | undefined {
  const reset = headers['anthropic-ratelimit-requests-reset'];
  const moment = reset === undefined ? Number.NaN : Date.parse(reset);
  return Number.isNaN(moment) ? undefined : Math.max(0, moment - Date.now());
}

function plainHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  const plain: Record<string, string> = {};
  for (const name in headers) {
    const value = headers[name];
    if (value !== undefined) plain[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return plain;
}

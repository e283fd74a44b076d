import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { hostHeaderValidation, originValidation } from '@modelcontextprotocol/node';
import type { HttpSettings } from '../settings.ts';

/** Decides whether a request may go on; answers it when it may not. */
export type Guard = (request: IncomingMessage, response: ServerResponse) => boolean;

/**
 * Lets through who calls the server by one of its names, from no foreign page, and with the token
 * if there is one. The names keep pages away that point their own name at this address (DNS
 * rebinding); tokens are compared in constant time.
 */
export function makeGuard({ allowedHosts, token }: HttpSettings): Guard {
  const isHostAllowed = hostHeaderValidation([...allowedHosts]);
  const isOriginAllowed = originValidation([...allowedHosts]);
  const wanted = token === undefined ? undefined : digest(token);
  return (request, response) => {
    if (!isHostAllowed(request, response) || !isOriginAllowed(request, response)) return false;
    if (!wanted) return true;
    const [, given = ''] = /^Bearer +(\S+) *$/i.exec(request.headers.authorization ?? '') ?? [];
    if (timingSafeEqual(digest(given), wanted)) return true;
    response.setHeader('www-authenticate', 'Bearer');
    sendError(response, 401, -32_001, 'A valid token is needed: Authorization: Bearer …');
    return false;
  };
}

/** Answers with an error as JSON-RPC has them. */
export function sendError(
  response: ServerResponse,
  status: number,
  code: number,
  message: string,
): void {
  const body = JSON.stringify({ jsonrpc: '2.0', error: { code, message }, id: null });
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(body);
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

import type { IncomingMessage, ServerResponse } from 'node:http';

const EXPOSED = [
  'x-request-id',
  'request-id',
  'x-ratelimit-limit-requests',
  'x-ratelimit-remaining-requests',
  'x-ratelimit-reset-requests',
  'retry-after',
  'retry-after-ms',
  'x-ofox-attempts',
  'x-ofox-auto',
  'x-ofox-cost',
  'x-ofox-provider',
  'x-ofox-warnings',
].join(', ');

const USUAL_HEADERS = 'authorization, content-type, x-api-key, x-goog-api-key, anthropic-version';

/** For answers to pages of any origin: whoever has a key may call from anywhere. */
export const CORS_HEADERS: readonly string[] = [
  'access-control-allow-origin',
  '*',
  'access-control-expose-headers',
  EXPOSED,
];

/**
 * Answers a preflight. The headers that the page wants to send are repeated to it, as `*` does not
 * stand for `authorization`.
 */
export function answerPreflight(
  request: IncomingMessage,
  response: ServerResponse,
  methods: readonly string[],
): void {
  const allowed = methods.join(', ');
  response.writeHead(204, {
    allow: `${allowed}, OPTIONS`,
    'access-control-allow-origin': '*',
    'access-control-allow-methods': allowed,
    'access-control-allow-headers':
      request.headers['access-control-request-headers'] ?? USUAL_HEADERS,
    'access-control-max-age': '86400',
    vary: 'access-control-request-headers',
  });
  response.end();
}

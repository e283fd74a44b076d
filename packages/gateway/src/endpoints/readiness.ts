import type { Handler } from './context.ts';

/**
 * Tells whether the gateway should get requests: 503 while it stops, and while it would refuse all
 * of them as Redis does not answer.
 */
export const readiness: Handler = (exchange, _endpoint, { readiness: whyNot }) => {
  const reason = whyNot();
  const head = exchange.jsonHead();
  head.push('cache-control', 'no-store');
  if (reason === undefined) exchange.sendJson(200, { status: 'ready' }, head);
  else exchange.sendJson(503, { status: reason }, head);
};

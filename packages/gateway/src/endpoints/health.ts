import type { Handler } from './context.ts';

/** Tells that the gateway is up. */
export const health: Handler = (exchange) => {
  exchange.sendJson(200, { status: 'ok' });
};

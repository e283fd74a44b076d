import { OfoxError } from '@ofoxai/core';
import { matchesSecret } from '../http/matches-secret.ts';
import { METRICS_TYPE } from '../metrics/gateway-metrics.ts';
import type { Handler } from './context.ts';

/**
 * What Prometheus collects. With a token, for whoever brings it; without one, for callers on this
 * machine that no proxy stands in front of.
 */
export const metrics: Handler = async (exchange, _endpoint, { metrics: { token, text } }) => {
  const { headers, socket } = exchange.request;
  const isProxied = headers['x-forwarded-for'] !== undefined || headers.forwarded !== undefined;
  const mayRead =
    token === undefined
      ? !isProxied && isLoopback(socket.remoteAddress)
      : matchesSecret(headers.authorization, `Bearer ${token}`);
  if (!mayRead) throw closed(token !== undefined);
  exchange.send(200, await text(), exchange.head(METRICS_TYPE));
};

function isLoopback(address = ''): boolean {
  return address === '::1' || address.startsWith('127.') || address.startsWith('::ffff:127.');
}

function closed(hasToken: boolean): OfoxError {
  const message = hasToken
    ? 'Metrics need the metricsToken of the configuration, as Authorization: Bearer.'
    : 'Metrics are told to callers on the same machine alone, unless metricsToken is configured.';
  const status = hasToken ? 401 : 403;
  return new OfoxError(hasToken ? 'authentication' : 'permission', message, { status });
}

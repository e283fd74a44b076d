import { NO_USAGE, OfoxError } from '@ofoxai/core';
import type { Exchange } from '../http/exchange.ts';
import type { KeyRecord } from '../keys/key-record.ts';
import { formatUsd, type Picodollars, parseUsd } from '../keys/spend/usd.ts';
import type { NodeRoute } from '../upstream/node.ts';
import type { Context } from './context.ts';

/** The most that a call will use, whichever model answers it. */
export interface MostUsage {
  /** Tokens that will be read. */
  readonly input: number;
  /** Tokens that may be written; as many as the model can, when nobody has said. */
  readonly output: number | undefined;
  readonly images?: number;
}

/**
 * Sets aside the most that a call can cost within its key's spend limit: at the dearest of the
 * models and nodes that may come to answer it.
 *
 * @param models the model asked for and those to fall back on.
 * @throws OfoxError 402 when less than that is left of the limit; 403 when a price is not known, and
 *   400 when nobody can tell how long the answer may become.
 */
export async function reserveSpend(
  exchange: Exchange,
  { id, settings }: KeyRecord,
  { upstreams, ledger }: Context,
  models: readonly string[],
  most: MostUsage,
): Promise<void> {
  let dearest: Picodollars = 0n;
  for (const name of models) {
    const model = upstreams.resolve(name);
    const output = most.output ?? longestAnswer(upstreams.catalog.get(model));
    for (const route of upstreams.table(model)?.routes ?? []) {
      dearest = dearer(dearest, priceOf(route, most, output));
    }
  }
  const limits = settings.spend ?? {};
  exchange.reservation = await ledger.reserve(id, limits, formatUsd(dearest));
  const { reason } = exchange.cancellation;
  if (!reason) return;
  // The exchange may have been settled already, without this.
  exchange.reservation.settle('0');
  throw reason;
}

function longestAnswer(model: { maxOutputTokens?: number; contextLength?: number } | undefined) {
  return model?.maxOutputTokens ?? model?.contextLength;
}

function priceOf(route: NodeRoute, most: MostUsage, output: number | undefined): Picodollars {
  const { tariff, model } = route;
  if (output === undefined) {
    const message = `This API key has a spend limit, and how long an answer of ${model} may become is not known: say it in the request.`;
    throw new OfoxError('invalid_request', message, { status: 400, param: 'max_tokens' });
  }
  const { input, images = 0 } = most;
  const fresh = tariff?.cost({ ...NO_USAGE, input, output }, images);
  const cached = tariff?.cost({ ...NO_USAGE, cacheWrite1h: input, output }, images);
  if (fresh === undefined || cached === undefined) throw noPrice(model);
  return dearer(parseUsd(fresh), parseUsd(cached));
}

function dearer(left: Picodollars, right: Picodollars): Picodollars {
  return left > right ? left : right;
}

function noPrice(model: string): OfoxError {
  const message = `This API key has a spend limit, and the price of ${model} is not known, so it cannot be used with it.`;
  return new OfoxError('permission', message, {
    status: 403,
    code: 'model_without_price',
    param: 'model',
  });
}

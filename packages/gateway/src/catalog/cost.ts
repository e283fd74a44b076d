import type { ModelPricing, Usage } from '@ofoxai/core';
import { addDecimals, type Decimal, formatDecimal, parseDecimal, timesDecimal } from './decimal.ts';

/**
 * What a call cost in USD, exactly, as a decimal string. Tokens of the cache whose own price is
 * not known are counted at the price of fresh ones, so that the figure is never too low.
 *
 * @param images how many images were made, for models that are paid by the image.
 * @returns `undefined` when the price of something that was used is not known.
 */
export function cost(
  usage: Usage,
  pricing: ModelPricing | undefined,
  images = 0,
): string | undefined {
  if (!pricing) return undefined;
  const { prompt, completion, inputCacheRead, inputCacheWrite5m, inputCacheWrite1h } = pricing;
  const write = inputCacheWrite5m ?? prompt;
  const items: [count: number, price: string | undefined][] = [
    [usage.input, prompt],
    [usage.cacheRead, inputCacheRead ?? prompt],
    [usage.cacheWrite, write],
    [usage.cacheWrite1h, inputCacheWrite1h ?? write],
    [usage.output + usage.reasoning, completion],
    [images, pricing.image ?? (prompt === undefined ? undefined : '0')],
  ];
  let sum: Decimal = { units: 0n, scale: 0 };
  for (const [count, price] of items) {
    if (count === 0) continue;
    const value = price === undefined ? undefined : parseDecimal(price);
    if (!value) return undefined;
    sum = addDecimals(sum, timesDecimal(value, count));
  }
  return formatDecimal(sum);
}

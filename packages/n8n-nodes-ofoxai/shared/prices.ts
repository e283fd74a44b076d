import type { Model } from '@ofoxai/core';

/** USD per million tokens out of USD per token; `undefined` where it is not known. */
export function perMillion(price: string | undefined): number | undefined {
  if (price === undefined || price.trim() === '') return undefined;
  const number = Number(price);
  return Number.isFinite(number) ? Number((number * 1e6).toPrecision(12)) : undefined;
}

/** A model's context and prices in a few words: `200K context, $3 in / $15 out`. */
export function describeModel({ contextLength, pricing }: Model): string {
  const input = perMillion(pricing?.prompt);
  const output = perMillion(pricing?.completion);
  const words: string[] = [];
  if (contextLength) words.push(`${shorten(contextLength)} context`);
  if (pricing?.image !== undefined && Number(pricing.image) > 0) {
    words.push(`$${pricing.image} per image`);
  } else if (input !== undefined && output !== undefined) {
    const free = input === 0 && output === 0;
    words.push(free ? 'free' : output === 0 ? `$${input} in` : `$${input} in / $${output} out`);
  }
  return words.join(', ');
}

function shorten(tokens: number): string {
  if (tokens >= 1_000_000) return `${Math.round(tokens / 100_000) / 10}M`;
  return tokens >= 1000 ? `${Math.round(tokens / 1000)}K` : String(tokens);
}

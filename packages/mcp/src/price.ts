import { inputTokens, type Model, outputTokens, type Usage } from '@ofoxai/core';

/** What one model costs, in USD. */
export interface Price {
  perInputToken: number;
  perOutputToken: number;
  /** Where images are paid by the piece. */
  perImage: number;
}

/** Some providers charge double for long prompts; from this many tokens on that is assumed. */
const LONG_PROMPT_TOKENS = 200_000;
/** Writing a prompt into the cache costs at most twice as much as reading it afresh. */
const LONG_PROMPT_FACTOR = 2;

/** The price that the catalogue tells; `undefined` when it tells none. */
export function priceOf(model: Model | undefined): Price | undefined {
  const { pricing } = model ?? {};
  const perInputToken = number(pricing?.prompt);
  const perOutputToken = number(pricing?.completion);
  if (perInputToken === undefined || perOutputToken === undefined) return undefined;
  return { perInputToken, perOutputToken, perImage: number(pricing?.image) ?? 0 };
}

/** What reading a prompt of at most this many tokens costs at most. */
export function inputBound({ perInputToken }: Price, tokens: number): number {
  return tokens * perInputToken * (tokens > LONG_PROMPT_TOKENS ? LONG_PROMPT_FACTOR : 1);
}

/** What writing an answer of at most this many tokens costs at most. */
export function outputBound({ perOutputToken }: Price, tokens: number, input: number): number {
  return tokens * perOutputToken * (input > LONG_PROMPT_TOKENS ? LONG_PROMPT_FACTOR : 1);
}

/** The dearer of two prices in each respect. */
export function dearer(a: Price, b: Price): Price {
  return {
    perInputToken: Math.max(a.perInputToken, b.perInputToken),
    perOutputToken: Math.max(a.perOutputToken, b.perOutputToken),
    perImage: Math.max(a.perImage, b.perImage),
  };
}

/** What a call cost: as the API told, else by the tokens; `undefined` when neither is known. */
export function costOf(
  usage: Usage | undefined,
  told: string | undefined,
  price: Price | undefined,
): number | undefined {
  const cost = number(usage?.cost ?? told);
  if (cost !== undefined) return cost;
  if (!usage || !price || inputTokens(usage) + outputTokens(usage) === 0) return undefined;
  return inputBound(price, inputTokens(usage)) + outputTokens(usage) * price.perOutputToken;
}

/** USD as people write it, to three figures that count: `$0.00028`. */
export function usd(amount: number): string {
  if (!(amount > 0)) return '$0';
  const places = amount >= 1 ? 2 : Math.min(12, 2 - Math.floor(Math.log10(amount)));
  return `$${amount.toFixed(places).replace(/\.?0+$/, '')}`;
}

function number(text: string | undefined): number | undefined {
  const value = text === undefined ? Number.NaN : Number(text);
  return Number.isFinite(value) && value >= 0 ? value : undefined;
}

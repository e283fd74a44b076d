import type { ModelPricing, Usage } from '@ofoxai/core';
import { cost } from './cost.ts';
import { parseDecimal } from './decimal.ts';

/** Prices of one model, as whole numbers of a small unit. */
interface WholePrices {
  scale: number;
  input: number;
  output: number;
  cacheRead: number;
  cacheWrite: number;
  cacheWrite1h: number;
}

/** The prices of one model, made ready to be multiplied with the tokens of many calls. */
export class Tariff {
  readonly #pricing: ModelPricing;
  readonly #whole: WholePrices | undefined;

  constructor(pricing: ModelPricing) {
    this.#pricing = pricing;
    this.#whole = wholePrices(pricing);
  }

  /** USD per token read, and per token written; `undefined` when either is not known. */
  get perToken(): { input: number; output: number } | undefined {
    const { prompt, completion } = this.#pricing;
    if (prompt === undefined || completion === undefined) return undefined;
    return { input: Number(prompt), output: Number(completion) };
  }

  /**
   * What a call cost in USD, exactly, as {@link cost} tells it.
   * @param images how many were made.
   */
  cost(usage: Usage, images = 0): string | undefined {
    const prices = this.#whole;
    if (!prices || images > 0) return cost(usage, this.#pricing, images);
    const units =
      usage.input * prices.input +
      (usage.output + usage.reasoning) * prices.output +
      usage.cacheRead * prices.cacheRead +
      usage.cacheWrite * prices.cacheWrite +
      usage.cacheWrite1h * prices.cacheWrite1h;
    if (!Number.isSafeInteger(units)) return cost(usage, this.#pricing);
    return formatUnits(units, prices.scale);
  }
}

/** Nothing when a price is missing or too fine, which the slower way of reckoning bears. */
function wholePrices(pricing: ModelPricing): WholePrices | undefined {
  const { prompt, completion, inputCacheRead, inputCacheWrite5m, inputCacheWrite1h } = pricing;
  const write = inputCacheWrite5m ?? prompt;
  const texts = [prompt, completion, inputCacheRead ?? prompt, write, inputCacheWrite1h ?? write];
  const decimals = texts.map((text) => (text === undefined ? undefined : parseDecimal(text)));
  const scale = Math.max(...decimals.map((decimal) => decimal?.scale ?? 0));
  const units = decimals.map((decimal) =>
    decimal ? Number(decimal.units * 10n ** BigInt(scale - decimal.scale)) : Number.NaN,
  );
  if (!units.every(Number.isSafeInteger)) return undefined;
  const [input = 0, output = 0, cacheRead = 0, cacheWrite = 0, cacheWrite1h = 0] = units;
  return { scale, input, output, cacheRead, cacheWrite, cacheWrite1h };
}

/** As `formatDecimal` writes it. */
function formatUnits(units: number, scale: number): string {
  const digits = String(units).padStart(scale + 1, '0');
  const point = digits.length - scale;
  let end = digits.length;
  while (end > point && digits.charCodeAt(end - 1) === ZERO) end -= 1;
  return end === point
    ? digits.slice(0, point)
    : `${digits.slice(0, point)}.${digits.slice(point, end)}`;
}

const ZERO = 0x30;

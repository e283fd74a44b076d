import { isJsonObject, type JsonObject, type JsonValue, objectOf, restOf } from '../../json.ts';
import { outputTokens, type Usage } from '../../usage.ts';
import { besides } from './besides.ts';

/**
 * Reads `usage` (Anthropic's Messages API): `input_tokens` is without what came from the cache or
 * went into it, `output_tokens` holds the thoughts. Finer counts stay in `extra`.
 */
export function readUsage(usage: JsonObject): Usage {
  const written = objectOf(usage.cache_creation);
  const outputDetails = objectOf(usage.output_tokens_details);
  const hour = count(written.ephemeral_1h_input_tokens);
  const total =
    typeof usage.cache_creation_input_tokens === 'number'
      ? count(usage.cache_creation_input_tokens)
      : count(written.ephemeral_5m_input_tokens) + hour;
  const cacheWrite1h = Math.min(hour, total);
  const output = count(usage.output_tokens);
  const reasoning = Math.min(count(outputDetails.thinking_tokens), output);
  const read: Usage = {
    input: count(usage.input_tokens),
    cacheRead: count(usage.cache_read_input_tokens),
    cacheWrite: total - cacheWrite1h,
    cacheWrite1h,
    output: output - reasoning,
    reasoning,
  };
  const price = decimal(usage.cost);
  if (price !== undefined) read.cost = price;
  let finer = besides(usage, COUNTED);
  const finerOutput = restOf(outputDetails, COUNTED_OF_OUTPUT);
  if (finerOutput) {
    finer ??= {};
    finer.output_tokens_details = finerOutput;
  }
  if (finer) read.extra = { anthropic: finer };
  return read;
}

const COUNTED = new Set([
  'input_tokens',
  'output_tokens',
  'cost',
  'cache_read_input_tokens',
  'cache_creation_input_tokens',
  'cache_creation',
  'output_tokens_details',
]);
const COUNTED_OF_OUTPUT = new Set(['thinking_tokens']);

/** Writes what {@link readUsage} reads. */
export function writeUsage(usage: Usage): JsonObject {
  const { output_tokens_details, ...rest } = usage.extra?.anthropic ?? {};
  const written: JsonObject = {
    ...rest,
    input_tokens: usage.input,
    cache_creation_input_tokens: usage.cacheWrite + usage.cacheWrite1h,
    cache_read_input_tokens: usage.cacheRead,
    cache_creation: {
      ephemeral_5m_input_tokens: usage.cacheWrite,
      ephemeral_1h_input_tokens: usage.cacheWrite1h,
    },
    output_tokens: outputTokens(usage),
  };
  const details = isJsonObject(output_tokens_details) ? output_tokens_details : {};
  if (usage.reasoning > 0 || Object.keys(details).length > 0) {
    written.output_tokens_details = { ...details, thinking_tokens: usage.reasoning };
  }
  if (usage.cost !== undefined) written.cost = Number(usage.cost);
  return written;
}

/** A price as a decimal string, without an exponent. */
function decimal(value: JsonValue | undefined): string | undefined {
  if (typeof value === 'string') return /^-?\d+(?:\.\d+)?$/.test(value) ? value : undefined;
  if (typeof value !== 'number' || !Number.isFinite(value)) return undefined;
  const text = String(value);
  return text.includes('e') ? value.toFixed(20).replace(/\.?0+$/, '') : text;
}

/** A count as the wire told it; anything else is zero. */
function count(value: JsonValue | undefined): number {
  return typeof value === 'number' && value > 0 ? Math.floor(value) : 0;
}

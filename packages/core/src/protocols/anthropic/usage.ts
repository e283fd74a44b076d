import { isJsonObject, type JsonObject, type JsonValue } from '../../json.ts';
import { outputTokens, type Usage } from '../../usage.ts';

/**
 * Reads `usage` (Anthropic's Messages API): `input_tokens` is without what came from the cache or
 * went into it, `output_tokens` holds the thoughts. Finer counts stay in `extra`.
 */
export function readUsage(usage: JsonObject): Usage {
  const { input_tokens, output_tokens, cost, ...others } = usage;
  const { cache_read_input_tokens, cache_creation_input_tokens, ...details } = others;
  const { cache_creation, output_tokens_details, ...rest } = details;
  const written = isJsonObject(cache_creation) ? cache_creation : {};
  const hour = count(written.ephemeral_1h_input_tokens);
  const total =
    typeof cache_creation_input_tokens === 'number'
      ? count(cache_creation_input_tokens)
      : count(written.ephemeral_5m_input_tokens) + hour;
  const cacheWrite1h = Math.min(hour, total);
  const output = count(output_tokens);
  const { thinking_tokens, ...outputRest } = isJsonObject(output_tokens_details)
    ? output_tokens_details
    : {};
  const reasoning = Math.min(count(thinking_tokens), output);
  const read: Usage = {
    input: count(input_tokens),
    cacheRead: count(cache_read_input_tokens),
    cacheWrite: total - cacheWrite1h,
    cacheWrite1h,
    output: output - reasoning,
    reasoning,
  };
  const price = decimal(cost);
  if (price !== undefined) read.cost = price;
  if (Object.keys(outputRest).length > 0) rest.output_tokens_details = outputRest;
  for (const key of Object.keys(rest)) if (rest[key] === null) delete rest[key];
  if (Object.keys(rest).length > 0) read.extra = { anthropic: rest };
  return read;
}

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

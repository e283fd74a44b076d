import { isJsonObject, type JsonObject, type JsonValue } from '../../json.ts';
import { inputTokens, outputTokens, type Usage } from '../../usage.ts';

/**
 * Reads `usage`: `prompt_tokens` holds what came from the cache and went into it,
 * `completion_tokens` holds the thoughts
 * (platform.openai.com/docs/api-reference/chat/object#chat/object-usage). Counts that servers of
 * other makers put elsewhere (DeepSeek's `prompt_cache_hit_tokens`) are understood as well.
 */
export function readUsage(usage: JsonObject): Usage {
  const { prompt_tokens, completion_tokens, total_tokens, cost, ...others } = usage;
  const { prompt_tokens_details, completion_tokens_details, ...rest } = others;
  const { cached_tokens, cache_write_tokens, cache_creation_token_details, ...promptRest } =
    objectOf(prompt_tokens_details);
  const { reasoning_tokens, ...completionRest } = objectOf(completion_tokens_details);
  const { ephemeral_1h_input_tokens: written1h } = objectOf(cache_creation_token_details);
  const prompt = count(prompt_tokens);
  const completion = count(completion_tokens);
  const cacheRead = Math.min(count(cached_tokens ?? rest.prompt_cache_hit_tokens), prompt);
  const written = Math.min(count(cache_write_tokens), prompt - cacheRead);
  const cacheWrite1h = Math.min(count(written1h), written);
  const reasoning = count(reasoning_tokens);
  const isApart = reasoning > 0 && prompt + completion + reasoning === total_tokens;
  const read: Usage = {
    input: prompt - cacheRead - written,
    cacheRead,
    cacheWrite: written - cacheWrite1h,
    cacheWrite1h,
    output: isApart ? completion : Math.max(0, completion - reasoning),
    reasoning: isApart ? reasoning : Math.min(reasoning, completion),
  };
  const price = decimal(cost);
  if (price !== undefined) read.cost = price;
  if (hasKeys(promptRest)) rest.prompt_tokens_details = promptRest;
  if (hasKeys(completionRest)) rest.completion_tokens_details = completionRest;
  if (hasKeys(rest)) read.extra = { openai: rest };
  return read;
}

/** Writes what {@link readUsage} reads. */
export function writeUsage(usage: Usage): JsonObject {
  const rest = usage.extra?.openai ?? NOTHING;
  const prompt = inputTokens(usage);
  const completion = outputTokens(usage);
  const promptDetails: JsonObject = { ...objectOf(rest.prompt_tokens_details) };
  promptDetails.cached_tokens = usage.cacheRead;
  const written = usage.cacheWrite + usage.cacheWrite1h;
  if (written > 0) promptDetails.cache_write_tokens = written;
  if (usage.cacheWrite1h > 0) {
    promptDetails.cache_creation_token_details = {
      ephemeral_5m_input_tokens: usage.cacheWrite,
      ephemeral_1h_input_tokens: usage.cacheWrite1h,
    };
  }
  const completionDetails: JsonObject = { ...objectOf(rest.completion_tokens_details) };
  completionDetails.reasoning_tokens = usage.reasoning;
  const all: JsonObject = { ...rest };
  all.prompt_tokens = prompt;
  all.completion_tokens = completion;
  all.total_tokens = prompt + completion;
  if (usage.cost !== undefined) all.cost = Number(usage.cost);
  all.prompt_tokens_details = promptDetails;
  all.completion_tokens_details = completionDetails;
  return all;
}

/** A price as a decimal string, without an exponent. */
export function decimal(value: JsonValue | undefined): string | undefined {
  if (typeof value === 'string') return /^-?\d+(?:\.\d+)?$/.test(value) ? value : undefined;
  if (typeof value !== 'number' || !Number.isFinite(value)) return undefined;
  const text = String(value);
  return text.includes('e') ? value.toFixed(20).replace(/\.?0+$/, '') : text;
}

export function objectOf(value: JsonValue | undefined): JsonObject {
  return isJsonObject(value) ? value : NOTHING;
}

const NOTHING: JsonObject = Object.freeze({});

/** A count as the wire told it; anything else is zero. */
export function count(value: JsonValue | undefined): number {
  return typeof value === 'number' && value > 0 ? Math.floor(value) : 0;
}

function hasKeys(object: JsonObject): boolean {
  for (const _ in object) return true;
  return false;
}

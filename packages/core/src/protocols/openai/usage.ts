import { type JsonObject, type JsonValue, objectOf, restOf, setMissing } from '../../json.ts';
import { inputTokens, outputTokens, type Usage } from '../../usage.ts';

/**
 * Reads `usage`: `prompt_tokens` holds what came from the cache and went into it,
 * `completion_tokens` holds the thoughts
 * (platform.openai.com/docs/api-reference/chat/object#chat/object-usage). Counts that servers of
 * other makers put elsewhere (DeepSeek's `prompt_cache_hit_tokens`) are understood as well.
 */
export function readUsage(usage: JsonObject): Usage {
  const promptDetails = objectOf(usage.prompt_tokens_details);
  const completionDetails = objectOf(usage.completion_tokens_details);
  const { ephemeral_1h_input_tokens: written1h } = objectOf(
    promptDetails.cache_creation_token_details,
  );
  const prompt = count(usage.prompt_tokens);
  const completion = count(usage.completion_tokens);
  const cached = promptDetails.cached_tokens ?? usage.prompt_cache_hit_tokens;
  const cacheRead = Math.min(count(cached), prompt);
  const written = Math.min(count(promptDetails.cache_write_tokens), prompt - cacheRead);
  const cacheWrite1h = Math.min(count(written1h), written);
  const reasoning = count(completionDetails.reasoning_tokens);
  const isApart = reasoning > 0 && prompt + completion + reasoning === usage.total_tokens;
  const read: Usage = {
    input: prompt - cacheRead - written,
    cacheRead,
    cacheWrite: written - cacheWrite1h,
    cacheWrite1h,
    output: isApart ? completion : Math.max(0, completion - reasoning),
    reasoning: isApart ? reasoning : Math.min(reasoning, completion),
  };
  const price = decimal(usage.cost);
  if (price !== undefined) read.cost = price;
  const finer = finerCounts(usage, promptDetails, completionDetails);
  if (finer) read.extra = { openai: finer };
  return read;
}

const COUNTED = new Set([
  'prompt_tokens',
  'completion_tokens',
  'total_tokens',
  'cost',
  'prompt_tokens_details',
  'completion_tokens_details',
]);
const COUNTED_OF_PROMPT = new Set([
  'cached_tokens',
  'cache_write_tokens',
  'cache_creation_token_details',
]);
const COUNTED_OF_COMPLETION = new Set(['reasoning_tokens']);

/** What the neutral form has no place for. */
function finerCounts(
  usage: JsonObject,
  promptDetails: JsonObject,
  completionDetails: JsonObject,
): JsonObject | undefined {
  let finer = restOf(usage, COUNTED);
  const keep = (name: string, rest: JsonObject | undefined) => {
    if (!rest) return;
    finer ??= {};
    finer[name] = rest;
  };
  keep('prompt_tokens_details', restOf(promptDetails, COUNTED_OF_PROMPT));
  keep('completion_tokens_details', restOf(completionDetails, COUNTED_OF_COMPLETION));
  return finer;
}

/** Writes what {@link readUsage} reads. */
export function writeUsage(usage: Usage): JsonObject {
  const finer = objectOf(usage.extra?.openai);
  const prompt = inputTokens(usage);
  const completion = outputTokens(usage);
  const promptDetails: JsonObject = { cached_tokens: usage.cacheRead };
  const written = usage.cacheWrite + usage.cacheWrite1h;
  if (written > 0) promptDetails.cache_write_tokens = written;
  if (usage.cacheWrite1h > 0) {
    promptDetails.cache_creation_token_details = {
      ephemeral_5m_input_tokens: usage.cacheWrite,
      ephemeral_1h_input_tokens: usage.cacheWrite1h,
    };
  }
  setMissing(promptDetails, objectOf(finer.prompt_tokens_details));
  const completionDetails: JsonObject = { reasoning_tokens: usage.reasoning };
  setMissing(completionDetails, objectOf(finer.completion_tokens_details));
  const all: JsonObject = {
    prompt_tokens: prompt,
    completion_tokens: completion,
    total_tokens: prompt + completion,
  };
  if (usage.cost !== undefined) all.cost = Number(usage.cost);
  all.prompt_tokens_details = promptDetails;
  all.completion_tokens_details = completionDetails;
  setMissing(all, finer);
  return all;
}

/** A price as a decimal string, without an exponent. */
export function decimal(value: JsonValue | undefined): string | undefined {
  if (typeof value === 'string') return /^-?\d+(?:\.\d+)?$/.test(value) ? value : undefined;
  if (typeof value !== 'number' || !Number.isFinite(value)) return undefined;
  const text = String(value);
  return text.includes('e') ? value.toFixed(20).replace(/\.?0+$/, '') : text;
}

/** A count as the wire told it; anything else is zero. */
export function count(value: JsonValue | undefined): number {
  return typeof value === 'number' && value > 0 ? Math.floor(value) : 0;
}

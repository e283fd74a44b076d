import { type JsonObject, type JsonValue, restOf } from '../../json.ts';
import { inputTokens, type Usage } from '../../usage.ts';

const COUNTED = new Set([
  'promptTokenCount',
  'cachedContentTokenCount',
  'candidatesTokenCount',
  'thoughtsTokenCount',
  'totalTokenCount',
  'cost',
]);

/**
 * Reads `usageMetadata` (ai.google.dev/api/generate-content#UsageMetadata). `promptTokenCount`
 * includes what came from the cache but not what tools added; `candidatesTokenCount` excludes
 * thoughts. Counts by modality and the share of tools are kept in `extra`.
 */
export function readUsage(metadata: JsonObject): Usage {
  const cacheRead = count(metadata.cachedContentTokenCount);
  const prompt = count(metadata.promptTokenCount);
  const usage: Usage = {
    input: Math.max(0, prompt - cacheRead) + count(metadata.toolUsePromptTokenCount),
    cacheRead,
    cacheWrite: 0,
    cacheWrite1h: 0,
    output: count(metadata.candidatesTokenCount),
    reasoning: count(metadata.thoughtsTokenCount),
  };
  const cost = readCost(metadata.cost);
  if (cost !== undefined) usage.cost = cost;
  const finer = restOf(metadata, COUNTED);
  if (finer) usage.extra = { gemini: finer };
  return usage;
}

/** Writes `usageMetadata`; tokens written to the cache count as prompt, as there is no word for them. */
export function writeUsage(usage: Usage): JsonObject {
  const finer = usage.extra?.gemini;
  const byTools = Math.min(count(finer?.toolUsePromptTokenCount), usage.input);
  const prompt = inputTokens(usage) - byTools;
  const total = prompt + byTools + usage.output + usage.reasoning;
  const written: JsonObject = {
    promptTokenCount: prompt,
    candidatesTokenCount: usage.output,
    totalTokenCount: total,
  };
  if (usage.cacheRead > 0) written.cachedContentTokenCount = usage.cacheRead;
  if (usage.reasoning > 0) written.thoughtsTokenCount = usage.reasoning;
  if (usage.cost !== undefined) written.cost = Number(usage.cost);
  return finer ? { ...written, ...finer } : written;
}

/** Whether the metadata has counts at all: the first chunks of some streams only name the tariff. */
export function hasCounts(metadata: JsonObject): boolean {
  return typeof metadata.promptTokenCount === 'number';
}

function count(value: JsonValue | undefined): number {
  return typeof value === 'number' && value > 0 && Number.isSafeInteger(value) ? value : 0;
}

function readCost(value: JsonValue | undefined): string | undefined {
  const number = typeof value === 'string' ? Number(value) : value;
  if (typeof number !== 'number' || !(number >= 0) || number === Number.POSITIVE_INFINITY) {
    return undefined;
  }
  const text = typeof value === 'string' ? value : String(number);
  if (/^\d+(?:\.\d+)?$/.test(text)) return text;
  return number.toFixed(20).replace(/\.?0+$/, '');
}

import type { Fields } from '../../fields.ts';
import type { JsonObject } from '../../json.ts';
import type { Reasoning, ReasoningEffort } from '../../request.ts';
import { type Encoding, warn } from './encoding.ts';
import { generationOf } from './generation.ts';
import { BUDGET_OF_EFFORT, effortOfLevel, levelOfEffort, THINKING_LEVELS } from './words.ts';

const LEVELS = ['THINKING_LEVEL_UNSPECIFIED', ...THINKING_LEVELS, ...THINKING_LEVELS.map(lower)];

/** The budget by which a model decides itself how much to think. */
const DYNAMIC = -1;

/** Reads `thinkingConfig` (ai.google.dev/gemini-api/docs/thinking). */
export function readThinking(config: Fields): Reasoning | undefined {
  const thinking = config.fields('thinkingConfig');
  if (!thinking) return undefined;
  const budget = thinking.number('thinkingBudget', { min: DYNAMIC, integer: true });
  const level = thinking.oneOf('thinkingLevel', LEVELS);
  const include = thinking.boolean('includeThoughts');
  config.leave('thinkingConfig', thinking.rest());
  const effort = level === undefined ? undefined : effortOfLevel(level.toUpperCase());
  const reasoning: Reasoning = {
    ...(effort === undefined ? {} : { effort }),
    ...(budget === undefined || budget === DYNAMIC ? {} : { budgetTokens: budget }),
    ...(budget === DYNAMIC ? { mode: 'adaptive' } : {}),
    ...(include === undefined ? {} : { include }),
  };
  return Object.keys(reasoning).length > 0 ? reasoning : undefined;
}

/**
 * Writes `thinkingConfig`. Gemini 2.5 is told a budget, clamped to what the model takes, where
 * others are told a level; a budget that was asked for is told to all.
 */
export function writeThinking(reasoning: Reasoning | undefined, encoding: Encoding): JsonObject {
  if (!reasoning) return {};
  const { include } = reasoning;
  const thinkingConfig: JsonObject = {
    ...amount(reasoning, encoding),
    ...(include === undefined ? {} : { includeThoughts: include }),
  };
  return Object.keys(thinkingConfig).length > 0 ? { thinkingConfig } : {};
}

function amount(reasoning: Reasoning, encoding: Encoding): JsonObject {
  const { effort, budgetTokens, mode } = reasoning;
  const off = mode === 'disabled' || effort === 'none' || budgetTokens === 0;
  if (off) {
    const field = mode === 'disabled' ? 'mode' : effort === 'none' ? 'effort' : 'budgetTokens';
    return turnedOff(`reasoning.${field}`, encoding);
  }
  const knowsLevels = (generationOf(encoding.model) ?? 3) >= 3;
  if (effort !== undefined && (knowsLevels || budgetTokens === undefined)) {
    if (budgetTokens !== undefined) {
      const message = 'Gemini takes either an effort or a budget; the effort was told.';
      warn(encoding, 'dropped', 'reasoning.budgetTokens', message);
    }
    return knowsLevels
      ? level(effort as Exclude<ReasoningEffort, 'none'>, encoding)
      : asBudget(effort, encoding);
  }
  if (budgetTokens !== undefined) {
    if (effort !== undefined) {
      const message = 'Gemini takes either an effort or a budget; the budget was told.';
      warn(encoding, 'dropped', 'reasoning.effort', message);
    }
    return { thinkingBudget: clamped(budgetTokens, encoding) };
  }
  if (mode === 'between-tools') {
    warn(encoding, 'approximated', 'reasoning.mode', 'Gemini decides itself when to think.');
  }
  return mode === undefined ? {} : { thinkingBudget: DYNAMIC };
}

function level(effort: Exclude<ReasoningEffort, 'none'>, encoding: Encoding): JsonObject {
  const wanted = levelOfEffort(effort);
  const thinkingLevel = wanted === 'MINIMAL' && isPro(encoding.model) ? 'LOW' : wanted;
  if (effortOfLevel(thinkingLevel) !== effort) {
    const message = `The nearest level that the model has is ${thinkingLevel}.`;
    warn(encoding, 'approximated', 'reasoning.effort', message);
  }
  return { thinkingLevel };
}

function asBudget(effort: ReasoningEffort, encoding: Encoding): JsonObject {
  const [, max] = budgetRange(encoding.model);
  const thinkingBudget = Math.min(BUDGET_OF_EFFORT[effort], max);
  const message = `The model knows no levels and was told a budget of ${thinkingBudget} tokens.`;
  warn(encoding, 'approximated', 'reasoning.effort', message);
  return { thinkingBudget };
}

/** Gemini 3 and 2.5 Pro always think; they are told to think as little as they can. */
function turnedOff(path: string, encoding: Encoding): JsonObject {
  const generation = generationOf(encoding.model);
  const pro = isPro(encoding.model);
  const exact = generation === undefined || (generation < 3 && !pro);
  if (exact) return { thinkingBudget: 0 };
  const least =
    generation < 3 ? { thinkingBudget: 128 } : { thinkingLevel: pro ? 'LOW' : 'MINIMAL' };
  warn(
    encoding,
    'approximated',
    path,
    'The model cannot be kept from thinking; it will think little.',
  );
  return least;
}

function clamped(budget: number, encoding: Encoding): number {
  const [min, max] = budgetRange(encoding.model);
  const within = Math.min(Math.max(budget, min), max);
  if (within !== budget) {
    const message = `The model takes a thinking budget of ${min} to ${max} tokens.`;
    warn(encoding, 'clamped', 'reasoning.budgetTokens', message);
  }
  return within;
}

/** Budgets that Gemini 2.5 takes, besides 0 and -1; others are not known and left as they are. */
function budgetRange(model: string): [number, number] {
  if (!/gemini-2\.5/.test(model)) return [0, Number.MAX_SAFE_INTEGER];
  if (isPro(model)) return [128, 32_768];
  return /flash-lite/.test(model) ? [512, 24_576] : [0, 24_576];
}

function isPro(model: string): boolean {
  return /gemini-[\d.]+-pro/.test(model);
}

function lower(word: string): string {
  return word.toLowerCase();
}

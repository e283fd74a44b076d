import type { Fields } from '../../fields.ts';
import type { JsonObject } from '../../json.ts';
import type { Reasoning, ReasoningEffort } from '../../request.ts';
import { type Encoding, warn } from './encoding.ts';
import { EFFORTS, effortOfBudget } from './words.ts';

const MODES = ['adaptive', 'between-tools'] as const;

/**
 * Reads `reasoning_effort`, and OpenRouter's `reasoning: {effort, max_tokens, enabled, exclude}`
 * (openrouter.ai/docs/use-cases/reasoning-tokens). `reasoning.mode` is this API's own word for what
 * neither can say.
 */
export function readReasoning(body: Fields): Reasoning | undefined {
  const effort = body.oneOf('reasoning_effort', EFFORTS);
  const settings = body.fields('reasoning');
  if (!settings) return effort === undefined ? undefined : { effort };
  const budget = settings.number('max_tokens', { min: 0, integer: true });
  const enabled = settings.boolean('enabled');
  const exclude = settings.boolean('exclude');
  const mode =
    settings.oneOf('mode', MODES) ?? (enabled === undefined ? undefined : modeOf(enabled));
  const nearer = settings.oneOf('effort', EFFORTS) ?? effort;
  body.leave('reasoning', settings.rest());
  const reasoning: Reasoning = {
    ...(nearer === undefined ? {} : { effort: nearer }),
    ...(budget === undefined ? {} : { budgetTokens: budget }),
    ...(mode === undefined ? {} : { mode }),
    ...(exclude === undefined ? {} : { include: !exclude }),
  };
  return Object.keys(reasoning).length > 0 ? reasoning : undefined;
}

function modeOf(enabled: boolean): 'enabled' | 'disabled' {
  return enabled ? 'enabled' : 'disabled';
}

/** Writes what {@link readReasoning} reads; a provider's own endpoint takes an effort only. */
export function writeReasoning(
  reasoning: Reasoning | undefined,
  body: JsonObject,
  encoding: Encoding,
): void {
  if (!reasoning) return;
  const { effort, budgetTokens, mode, include } = reasoning;
  if (!encoding.extensions) {
    const nearest = nearestEffort(reasoning, encoding);
    if (nearest !== undefined) body.reasoning_effort = nearest;
    return;
  }
  if (budgetTokens === undefined && mode === undefined && include === undefined) {
    if (effort !== undefined) body.reasoning_effort = effort;
    return;
  }
  const settings: JsonObject = {};
  if (effort !== undefined) settings.effort = effort;
  if (budgetTokens !== undefined) settings.max_tokens = budgetTokens;
  if (mode === 'adaptive' || mode === 'between-tools') settings.mode = mode;
  else if (mode !== undefined) settings.enabled = mode === 'enabled';
  if (include !== undefined) settings.exclude = !include;
  body.reasoning = settings;
}

function nearestEffort(reasoning: Reasoning, encoding: Encoding): ReasoningEffort | undefined {
  const { effort, budgetTokens, mode, include } = reasoning;
  if (include !== undefined) {
    const message = 'This endpoint decides itself whether thoughts come back.';
    warn(encoding, 'dropped', 'reasoning.include', message);
  }
  if (mode === 'disabled') return approximate('mode', 'none');
  if (effort !== undefined) {
    if (budgetTokens !== undefined) {
      warn(encoding, 'dropped', 'reasoning.budgetTokens', 'This endpoint takes an effort only.');
    }
    return effort;
  }
  if (budgetTokens !== undefined) return approximate('budgetTokens', effortOfBudget(budgetTokens));
  return mode === undefined ? undefined : approximate('mode', 'medium');

  function approximate(field: string, word: ReasoningEffort): ReasoningEffort {
    const message = `This endpoint takes an effort only; ${word} came nearest.`;
    warn(encoding, 'approximated', `reasoning.${field}`, message);
    return word;
  }
}

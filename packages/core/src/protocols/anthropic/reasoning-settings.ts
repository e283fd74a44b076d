import type { Fields } from '../../fields.ts';
import type { JsonObject } from '../../json.ts';
import type { ChatRequest, Reasoning, ReasoningEffort } from '../../request.ts';
import { drop, type Encoding, warn } from './encoding.ts';

const MODES = {
  enabled: 'enabled',
  adaptive: 'adaptive',
  between_tools: 'between-tools',
  disabled: 'disabled',
} as const;

/** Effort as a share of `max_tokens`, for models that take only a budget. */
const SHARES: Record<Exclude<ReasoningEffort, 'none'>, number> = {
  minimal: 0.1,
  low: 0.2,
  medium: 0.5,
  high: 0.8,
  xhigh: 0.95,
  max: 0.95,
};

const MIN_BUDGET = 1024;
const EFFORTS = ['low', 'medium', 'high', 'xhigh', 'max'] as const;

/** Reads `thinking` and the effort of `output_config`, whose fields are `output`. */
export function readReasoning(body: Fields, output: Fields | undefined): { reasoning?: Reasoning } {
  const reasoning: Reasoning = {};
  const thinking = body.fields('thinking');
  if (thinking) {
    const words = Object.keys(MODES) as (keyof typeof MODES)[];
    const type = thinking.required('type', thinking.oneOf('type', words));
    reasoning.mode = MODES[type];
    const budget = thinking.number('budget_tokens', { min: 1, integer: true });
    if (budget !== undefined) reasoning.budgetTokens = budget;
    const display = thinking.oneOf('display', ['summarized', 'omitted']);
    if (display !== undefined) reasoning.include = display === 'summarized';
    body.leave('thinking', thinking.rest());
  }
  const effort = output?.oneOf('effort', EFFORTS);
  if (effort !== undefined) reasoning.effort = effort;
  return Object.keys(reasoning).length > 0 ? { reasoning } : {};
}

/**
 * Writes `thinking` and the effort, in the words that the model takes: newer ones an effort and
 * `adaptive`, older ones a budget (Anthropic's guides to extended and adaptive thinking). A budget
 * is at least 1024 tokens and less than `max_tokens`, which is raised where that has to be.
 *
 * @param body holds `max_tokens` already.
 * @returns whether the model will think.
 */
export function writeReasoning(
  request: ChatRequest,
  body: JsonObject,
  encoding: Encoding,
): boolean {
  const { reasoning } = request;
  if (!reasoning) return false;
  const isOff = isTurnedOff(reasoning);
  if (!encoding.traits.thinks) {
    if (!isOff) warn(encoding, 'dropped', 'reasoning', 'The model cannot think before it answers.');
    return false;
  }
  if (isOff) return writeOff(reasoning, body, encoding);
  const mode = modeOf(reasoning, encoding);
  if (mode === undefined) {
    const message =
      'It is the model that decides whether thoughts are shown, unless it is told to think.';
    warn(encoding, 'dropped', 'reasoning.include', message);
    return false;
  }
  const thinking: JsonObject = { type: mode === 'between-tools' ? 'between_tools' : mode };
  if (mode === 'enabled') writeBudget(reasoning, body, thinking, encoding);
  writeEffort(reasoning, mode, body, encoding);
  if (mode === 'between-tools') drop(encoding, 'reasoning.include', reasoning.include);
  else if (reasoning.include !== undefined) {
    thinking.display = reasoning.include ? 'summarized' : 'omitted';
  }
  body.thinking = thinking;
  return true;
}

function isTurnedOff({ mode, effort, budgetTokens }: Reasoning): boolean {
  if (mode !== undefined) return mode === 'disabled';
  return budgetTokens === 0 || (effort === 'none' && budgetTokens === undefined);
}

/** An effort beside it bounds the answer alone. */
function writeOff({ effort, mode }: Reasoning, body: JsonObject, encoding: Encoding): boolean {
  if (encoding.traits.canStopThinking) {
    body.thinking = { type: 'disabled' };
    if (mode === 'disabled' && effort !== undefined && effort !== 'none') {
      body.output_config = { effort: wireEffort(effort, encoding) };
    }
    return false;
  }
  warn(encoding, 'approximated', 'reasoning', 'The model always thinks; it was asked for little.');
  body.output_config = { effort: 'low' };
  return true;
}

type Mode = Exclude<Reasoning['mode'], undefined | 'disabled'>;

function modeOf(reasoning: Reasoning, encoding: Encoding): Mode | undefined {
  const { mode, effort, budgetTokens, include } = reasoning;
  const { adaptive, budget } = encoding.traits;
  if (mode === undefined || mode === 'disabled') {
    if (budgetTokens !== undefined) return budget ? 'enabled' : approximate('adaptive', encoding);
    if (adaptive) return effort !== undefined || include ? 'adaptive' : undefined;
    return effort === undefined ? undefined : 'enabled';
  }
  if (mode === 'enabled' && !budget) return approximate('adaptive', encoding);
  if (mode === 'adaptive' && !adaptive) {
    const message = 'The model cannot choose itself how much to think; it was given a budget.';
    warn(encoding, 'approximated', 'reasoning.mode', message);
    return 'enabled';
  }
  return mode;
}

function approximate(mode: Mode, encoding: Encoding): Mode {
  const message = 'The model takes no budget for its thoughts; it was asked to choose itself.';
  warn(encoding, 'approximated', 'reasoning.budgetTokens', message);
  return mode;
}

/** A thinker without budget or effort is left to its maker's default, if it has one. */
function writeBudget(
  { budgetTokens, effort }: Reasoning,
  body: JsonObject,
  thinking: JsonObject,
  encoding: Encoding,
): void {
  const maxTokens = Number(body.max_tokens);
  let budget = budgetTokens;
  if (budget === undefined) {
    const isOpen = effort === undefined || effort === 'none';
    if (isOpen && !encoding.traits.needsBudget) return;
    const share = SHARES[isOpen ? 'medium' : effort];
    budget = Math.max(MIN_BUDGET, Math.floor(maxTokens * share));
  }
  if (budget < MIN_BUDGET) {
    const message = `The least budget is ${MIN_BUDGET} tokens, not ${budget}.`;
    warn(encoding, 'clamped', 'reasoning.budgetTokens', message);
    budget = MIN_BUDGET;
  }
  if (budget >= maxTokens) {
    const message = `max_tokens was raised from ${maxTokens} by the budget of ${budget}, which counts towards it.`;
    warn(encoding, 'clamped', 'maxTokens', message);
    body.max_tokens = maxTokens + budget;
  }
  thinking.budget_tokens = budget;
}

function writeEffort(
  { effort, budgetTokens, mode: said }: Reasoning,
  mode: Mode,
  body: JsonObject,
  encoding: Encoding,
): void {
  if (effort === 'none') return;
  if (effort !== undefined) {
    const isSpent = mode === 'enabled' && said !== 'enabled';
    if (!isSpent) body.output_config = { effort: wireEffort(effort, encoding) };
  } else if (mode === 'adaptive' && budgetTokens !== undefined) {
    const share = budgetTokens / Number(body.max_tokens);
    const nearest = EFFORTS.find((word) => share <= SHARES[word]) ?? 'max';
    body.output_config = { effort: nearest };
  }
}

function wireEffort(effort: ReasoningEffort, encoding: Encoding): string {
  if (effort !== 'minimal') return effort;
  warn(encoding, 'approximated', 'reasoning.effort', 'The least effort of this wire is low.');
  return 'low';
}

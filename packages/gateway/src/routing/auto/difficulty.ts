import type { Task } from './task.ts';

export type Level = 'simple' | 'medium' | 'hard';

/** How hard a task seems, and what speaks for it. */
export interface Difficulty {
  readonly level: Level;
  readonly points: number;
  readonly reasons: readonly string[];
}

const CODE =
  /```|\b(?:function|class|def|import|SELECT|refactor|debug|compile|stack ?trace|unit test|regex|algorithm)\b|[{};]\s*\n/;
const MATHS =
  /\b(?:prove|proof|theorem|integral|derivative|equation|probability|matrix|optimi[sz]e|solve for)\b|[∑∫√≤≥]/i;
const ANALYSIS =
  /\b(?:analy[sz]e|compare|evaluate|architecture|trade-?offs?|step by step|in depth|strategy|root cause)\b/i;

const MEDIUM = 2;
const HARD = 5;

/**
 * Reckons how hard a task is, by points that anybody can count up:
 *
 * | what | points |
 * |---|---|
 * | more than 2,000 tokens to read / more than 20,000 | 1 / 2 |
 * | tools / more than eight of them | 2 / 3 |
 * | an answer by a JSON schema | 1 |
 * | images, sounds, videos or documents | 1 |
 * | reasoning asked for, little / more | 1 / 3 |
 * | more than six messages | 1 |
 * | words of code, of mathematics, of analysis in the last message | 2 each |
 *
 * Two points make it medium, five hard.
 */
export function difficultyOf(task: Task): Difficulty {
  const reasons: string[] = [];
  let points = 0;
  const count = (amount: number, reason: string) => {
    points += amount;
    reasons.push(reason);
  };
  if (task.inputTokens > 20_000) count(2, 'very long');
  else if (task.inputTokens > 2_000) count(1, 'long');
  if (task.tools > 8) count(3, 'many tools');
  else if (task.tools > 0) count(2, 'tools');
  if (task.hasSchema) count(1, 'schema');
  if (task.inputs.size > 0) count(1, [...task.inputs].sort().join('+'));
  if (task.reasoning === 'much') count(3, 'reasoning');
  else if (task.reasoning === 'some') count(1, 'some reasoning');
  if (task.turns > 6) count(1, 'conversation');
  if (CODE.test(task.words)) count(2, 'code');
  if (MATHS.test(task.words)) count(2, 'maths');
  if (ANALYSIS.test(task.words)) count(2, 'analysis');
  const level = points >= HARD ? 'hard' : points >= MEDIUM ? 'medium' : 'simple';
  return { level, points, reasons };
}

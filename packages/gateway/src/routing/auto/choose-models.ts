import type { Model, ModelRouting } from '@ofoxai/core';
import { type Difficulty, difficultyOf, type Level } from './difficulty.ts';
import type { Task } from './task.ts';

/** A model that may be chosen. */
export interface Candidate {
  readonly model: Model;
  /** Milliseconds to the first output of late, where it has been measured. */
  readonly latencyMs?: number;
}

export type Preference = NonNullable<ModelRouting['preference']>;

/** Which models to try, the chosen one first, and why. */
export interface Choice {
  readonly models: readonly string[];
  readonly difficulty: Difficulty;
  readonly preference: Preference;
}

const CHAT = '/v1/chat/completions';
/** The chosen model and those that take its place when it fails. */
const TRIED = 3;

/**
 * How far up the list of candidates, from the weakest to the strongest, the choice is made. What is
 * paid for a model is taken as the measure of its strength, as nothing else is known of all.
 */
const PLACES: Record<Exclude<Preference, 'speed'>, Record<Level, number>> = {
  cost: { simple: 0, medium: 0, hard: 0.25 },
  balanced: { simple: 0.25, medium: 0.5, hard: 0.75 },
  quality: { simple: 0.6, medium: 0.8, hard: 1 },
};

/** `speed` takes the fastest of those that are at least this strong. */
const FAST_FROM: Record<Level, number> = { simple: 0, medium: 0.25, hard: 0.5 };

/**
 * Chooses a model for `model: "auto"`. Out are models that cannot do the task: without an input that
 * it needs, without tools, without reasoning where that is asked for, or with too short a context.
 * The rest are put in the order of their price, and the preference says, by the difficulty of the
 * task, which of them is taken; those next to it follow, the stronger one first.
 *
 * Pure: the same task and candidates always give the same choice.
 *
 * @returns `undefined` when no candidate can do it.
 */
export function chooseModels(
  task: Task,
  candidates: readonly Candidate[],
  preference: Preference = 'balanced',
): Choice | undefined {
  const able = candidates.filter(({ model }) => canDo(model, task));
  if (able.length === 0) return undefined;
  const difficulty = difficultyOf(task);
  const sorted = [...able].sort(
    (a, b) => strength(a.model) - strength(b.model) || (a.model.id < b.model.id ? -1 : 1),
  );
  const place =
    preference === 'speed'
      ? fastest(sorted, FAST_FROM[difficulty.level])
      : Math.round(PLACES[preference][difficulty.level] * (sorted.length - 1));
  const models = byDistance(sorted, place).map(({ model }) => model.id);
  return { models: models.slice(0, TRIED), difficulty, preference };
}

/** Why this model, in a few words: for a header, and for the log. */
export function explain({ difficulty, preference }: Choice): string {
  const { level, reasons } = difficulty;
  const why = reasons.length === 0 ? '' : ` (${reasons.join(', ')})`;
  return `${level}${why}; ${preference}`;
}

function canDo(model: Model, task: Task): boolean {
  const { inputModalities, outputModalities, supportedEndpoints, contextLength = 0 } = model;
  if (supportedEndpoints && supportedEndpoints.length > 0 && !supportedEndpoints.includes(CHAT)) {
    return false;
  }
  // Models that also draw are priced by the picture, and not meant for talk.
  if (outputModalities?.some((output) => output !== 'text')) return false;
  const known = inputModalities ?? ['text'];
  for (const input of task.inputs) if (!known.includes(input)) return false;
  const parameters = model.supportedParameters;
  if (parameters) {
    if (task.tools > 0 && !parameters.includes('tools')) return false;
    if (task.reasoning === 'much' && !parameters.includes('reasoning')) return false;
  }
  return contextLength === 0 || contextLength >= task.inputTokens + task.outputTokens;
}

/** Three tokens read for one written, as conversations have it; what has no price counts nothing. */
function strength({ pricing }: Model): number {
  return 3 * Number(pricing?.prompt ?? 0) + Number(pricing?.completion ?? 0);
}

function fastest(sorted: readonly Candidate[], from: number): number {
  const first = Math.round(from * (sorted.length - 1));
  let best = first;
  for (let at = first; at < sorted.length; at += 1) {
    const measured = sorted[at]?.latencyMs ?? Number.POSITIVE_INFINITY;
    if (measured < (sorted[best]?.latencyMs ?? Number.POSITIVE_INFINITY)) best = at;
  }
  return best;
}

/** The candidate in this place and the others by their distance from it, the stronger one first. */
function byDistance(sorted: readonly Candidate[], place: number): Candidate[] {
  const distance = (at: number) => Math.abs(at - place) - (at > place ? 0.5 : 0);
  return sorted
    .map((candidate, at) => ({ candidate, distance: distance(at) }))
    .sort((a, b) => a.distance - b.distance)
    .map(({ candidate }) => candidate);
}

import type { Model } from '@ofoxai/core';
import { editDistance } from './edit-distance.ts';

/** Longer ids are compared by their beginning only, so that the cost of a wrong id stays small. */
const COMPARED_LENGTH = 64;

/** The models that can be asked for, found by their id or by another name of theirs. */
export class Catalog {
  readonly models: readonly Model[];
  readonly #byName = new Map<string, Model>();

  /** An id comes before an alias; of two models with the same alias the first one has it. */
  constructor(models: readonly Model[]) {
    this.models = models;
    for (const model of models) this.#byName.set(model.id, model);
    for (const model of models) {
      for (const alias of model.aliases ?? []) {
        if (!this.#byName.has(alias)) this.#byName.set(alias, model);
      }
    }
  }

  /** The model of this id or alias. */
  get(name: string): Model | undefined {
    return this.#byName.get(name);
  }

  /** The ids that are spelt most like a name that nobody has, the closest first. */
  closest(name: string, count = 3): string[] {
    const wanted = name.toLowerCase().slice(0, COMPARED_LENGTH);
    const distances = new Map<string, number>();
    for (const [known, { id }] of this.#byName) {
      const distance = editDistance(wanted, known.toLowerCase());
      if (distance < (distances.get(id) ?? Number.POSITIVE_INFINITY)) distances.set(id, distance);
    }
    return [...distances]
      .sort(([, left], [, right]) => left - right)
      .slice(0, count)
      .map(([id]) => id);
  }
}

import { type Model, OfoxError } from '@ofoxai/core';
import type { Clock } from './clock.ts';

const FRESH_MS = 5 * 60_000;
const RETRY_MS = 10_000;

/** What a model's id may look like. Whatever else a catalogue holds is not passed on to agents. */
const SAFE_ID = /^[\w@][\w.:@/+-]{0,127}$/;

/**
 * The models of the API, fetched when first needed and kept for five minutes; a list that cannot be
 * renewed is used on.
 */
export class Catalogue {
  readonly #fetch: () => Promise<Model[]>;
  readonly #clock: Clock;
  #models: readonly Model[] | undefined;
  #byName = new Map<string, Model>();
  #freshUntil = 0;
  #loading: Promise<readonly Model[]> | undefined;

  constructor(fetch: () => Promise<Model[]>, clock: Clock) {
    this.#fetch = fetch;
    this.#clock = clock;
  }

  /** All models. @throws OfoxError when they have never been fetched and cannot be. */
  async list(): Promise<readonly Model[]> {
    if (this.#models && this.#clock.now() < this.#freshUntil) return this.#models;
    this.#loading ??= this.#load().finally(() => {
      this.#loading = undefined;
    });
    return this.#loading;
  }

  /**
   * The model of this id or alias, also where a variant is named behind a colon; `undefined` when
   * there is none or the catalogue cannot be had.
   */
  async find(name: string): Promise<Model | undefined> {
    try {
      await this.list();
    } catch (error) {
      if (!OfoxError.is(error)) throw error;
    }
    const key = name.toLowerCase();
    return this.#byName.get(key) ?? this.#byName.get(key.split(':')[0] ?? key);
  }

  async #load(): Promise<readonly Model[]> {
    try {
      const models = (await this.#fetch()).filter(({ id }) => SAFE_ID.test(id));
      const byName = new Map<string, Model>();
      for (const model of models) {
        for (const alias of model.aliases ?? []) byName.set(alias.toLowerCase(), model);
      }
      // An id is never another model's alias.
      for (const model of models) byName.set(model.id.toLowerCase(), model);
      this.#models = models;
      this.#byName = byName;
      this.#freshUntil = this.#clock.now() + FRESH_MS;
    } catch (error) {
      if (!this.#models) throw error;
      this.#freshUntil = this.#clock.now() + RETRY_MS;
    }
    return this.#models;
  }
}

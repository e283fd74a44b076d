import { OfoxError } from '@ofoxai/core';
import type { Catalogue } from './catalogue.ts';
import { matchesAny } from './glob.ts';
import type { ModelRules } from './settings.ts';

/** Decides which models agents may use. */
export class ModelPolicy {
  readonly #allow: readonly string[];
  readonly #deny: readonly string[];
  readonly #catalogue: Catalogue;

  constructor({ allow = [], deny = [] }: ModelRules, catalogue: Catalogue) {
    this.#allow = allow;
    this.#deny = deny;
    this.#catalogue = catalogue;
  }

  get isOpen(): boolean {
    return this.#allow.length === 0 && this.#deny.length === 0;
  }

  /** Whether a model of the catalogue may be used. */
  allows({ id, aliases = [] }: { id: string; aliases?: string[] }): boolean {
    if ([id, ...aliases].some((name) => matchesAny(name, this.#deny))) return false;
    return this.#allow.length === 0 || matchesAny(id, this.#allow);
  }

  /**
   * Checks a name that an agent gave. An alias is as good or bad as the model behind it, and with
   * rules in force `auto`, whose model nobody knows beforehand, is refused.
   *
   * @throws OfoxError of kind `permission`.
   */
  async check(name: string): Promise<void> {
    if (this.isOpen) return;
    const model = await this.#catalogue.find(name);
    const base = name.split(':')[0] ?? name;
    const names = [name, base, ...(model?.aliases ?? [])];
    const allowed =
      base !== 'auto' &&
      this.allows(model ? { id: model.id, aliases: names } : { id: base, aliases: names });
    if (allowed) return;
    const rules = [
      ...(this.#allow.length > 0 ? [`allowed are ${this.#allow.join(', ')}`] : []),
      ...(this.#deny.length > 0 ? [`denied are ${this.#deny.join(', ')}`] : []),
    ];
    const message = `The owner of this server does not let ${JSON.stringify(name)} be used (${rules.join('; ')}). find_models lists what may be used.`;
    throw new OfoxError('permission', message, { param: 'model', code: 'model_denied' });
  }
}

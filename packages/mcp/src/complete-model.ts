import { OfoxError } from '@ofoxai/core';
import type { App } from './app.ts';

const MOST = 100;

/** Ids of models that may be used and hold what was typed; those that begin with it come first. */
export async function completeModel(app: App, typed: string): Promise<string[]> {
  const wanted = typed.toLowerCase();
  try {
    const models = (await app.catalogue.list()).filter((model) => app.policy.allows(model));
    const ids = models.map(({ id }) => id).filter((id) => id.toLowerCase().includes(wanted));
    const isFirst = (id: string) => id.toLowerCase().startsWith(wanted);
    return [...ids.filter(isFirst), ...ids.filter((id) => !isFirst(id))].slice(0, MOST);
  } catch (error) {
    // Without a catalogue there is nothing to propose, and a person is typing.
    if (OfoxError.is(error)) return [];
    throw error;
  }
}

import { OfoxError } from '@ofoxai/core';
import type { Selection } from './settings.ts';

/** What the choice needs to know of a tool. */
export interface Selectable {
  name: string;
  toolset: string;
  billable: boolean;
}

/**
 * The tools that are offered, in their own order. Exclusion wins over inclusion, and read-only over
 * both.
 *
 * @throws OfoxError of kind `invalid_request` that names a tool or toolset which does not exist, so
 * that a misspelt exclusion cannot pass for one.
 */
export function selectTools<T extends Selectable>(all: readonly T[], selection: Selection): T[] {
  const { toolsets = [], tools = [], excludeTools = [], readOnly = false } = selection;
  const known = { tool: all.map(({ name }) => name), toolset: all.map(({ toolset }) => toolset) };
  refuseUnknown('tool', [...tools, ...excludeTools], known.tool);
  refuseUnknown('toolset', toolsets, [...new Set(known.toolset), 'all']);
  const sets = toolsets.length === 0 && tools.length === 0 ? ['default'] : toolsets;
  return all.filter(
    ({ name, toolset, billable }) =>
      (sets.includes(toolset) || sets.includes('all') || tools.includes(name)) &&
      !excludeTools.includes(name) &&
      !(readOnly && billable),
  );
}

function refuseUnknown(kind: string, names: readonly string[], known: readonly string[]): void {
  const unknown = names.find((name) => !known.includes(name));
  if (unknown === undefined) return;
  const message = `There is no ${kind} ${JSON.stringify(unknown)}; there are ${known.join(', ')}.`;
  throw new OfoxError('invalid_request', message, { param: kind });
}

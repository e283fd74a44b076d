import type { CallToolResult } from '@modelcontextprotocol/server';
import { type Model, OfoxError } from '@ofoxai/core';
import type { App } from './app.ts';
import { closest } from './closest.ts';

/** A failed call as an agent needs it: what went wrong, and what to do next. */
export async function toolError(app: App, error: unknown): Promise<CallToolResult> {
  return { isError: true, content: [{ type: 'text', text: await explain(app, error) }] };
}

/** @throws what is no `OfoxError`: bugs are not explained away. */
export async function explain(app: App, error: unknown): Promise<string> {
  if (!OfoxError.is(error)) throw error;
  const advice = await adviceFor(app, error);
  const billed = error.mayHaveBeenBilled ? ' The call may have been billed.' : '';
  return `${error.message}${billed}${advice === undefined ? '' : ` ${advice}`}`;
}

async function adviceFor(app: App, error: OfoxError): Promise<string | undefined> {
  const { kind, code, retryAfterMs, param } = error;
  const wait =
    retryAfterMs === undefined ? 'Try again in a minute' : `Try again in ${seconds(retryAfterMs)}`;
  switch (kind) {
    case 'authentication':
      return 'The owner of this server must set a valid OFOX_API_KEY; trying again does not help.';
    case 'permission':
      return code === 'model_denied' ? undefined : 'The key may not do this; try another model.';
    case 'quota':
      return error.status === undefined
        ? undefined
        : 'The account has no money left; its owner must add some.';
    case 'rate_limit':
      return `${wait}, or take another model.`;
    case 'not_found':
      return error.model === undefined ? undefined : suggest(app, error.model);
    case 'context_length':
      return 'Shorten the prompt, or find a model with more context: find_models with min_context.';
    case 'content_filter':
      return 'Word it differently, or take another model.';
    case 'timeout':
    case 'unavailable':
    case 'upstream':
    case 'stream':
      return `${wait}, or name other models in fallback.`;
    case 'invalid_request':
      return param === 'model' && error.model !== undefined ? suggest(app, error.model) : undefined;
    default:
      return undefined;
  }
}

/** Models whose names are like the one that does not exist, of those that may be used. */
async function suggest(app: App, name: string): Promise<string> {
  let models: readonly Model[] = [];
  try {
    models = await app.catalogue.list();
  } catch {
    return 'find_models lists what there is.';
  }
  const ids = models.filter((model) => app.policy.allows(model)).map(({ id }) => id);
  const near = closest(name, ids, 3);
  const told = near.length > 0 ? `Closest: ${near.join(', ')}. ` : '';
  return `${told}find_models lists what there is.`;
}

function seconds(ms: number): string {
  return ms < 1000 ? 'a second' : `${Math.ceil(ms / 1000)} s`;
}

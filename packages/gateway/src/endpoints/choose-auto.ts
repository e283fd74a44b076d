import { type ChatRequest, type ModelRouting, OfoxError } from '@ofoxai/core';
import { readPrompt } from '../embedded/prompt.ts';
import type { Exchange } from '../http/exchange.ts';
import { isModelAllowed } from '../keys/model-allowed.ts';
import { type Candidate, type Choice, chooseModels } from '../routing/auto/choose-models.ts';
import { taskOf } from '../routing/auto/task.ts';
import { isAvailable } from '../routing/circuit.ts';
import type { Context } from './context.ts';

const USUAL_OUTPUT = 500;

/** Whether the gateway is to choose the model. Gemini's paths put a vendor before every name. */
export function isAuto(model: string): boolean {
  return model === 'auto' || model === 'google/auto';
}

/**
 * Chooses the models for a request that leaves it to the gateway: among those that it names, or else
 * the configuration's, or else all, as far as its key may use them and a node serves them now.
 *
 * @throws OfoxError when none of them can do what the request asks for.
 */
export function chooseAuto(
  { key }: Exchange,
  request: ChatRequest,
  routing: ModelRouting | undefined,
  context: Context,
): Choice {
  const named = routing?.models ?? context.defaults.auto;
  const all = named.length > 0 ? named : context.upstreams.catalog.models.map(({ id }) => id);
  const candidates: Candidate[] = [];
  for (const name of new Set(all.map((model) => context.upstreams.resolve(model)))) {
    if (key && !isModelAllowed(key.settings, name)) continue;
    const candidate = candidateOf(name, context);
    if (candidate) candidates.push(candidate);
  }
  const task = taskOf(request, readPrompt(request).tokens, USUAL_OUTPUT);
  const choice = chooseModels(task, candidates, routing?.preference);
  if (choice) return choice;
  if (candidates.length === 0) {
    const message = 'None of the models to choose among is served at the moment.';
    throw new OfoxError('not_found', message, {
      status: 404,
      code: 'model_unavailable',
      param: 'model_routing_config.models',
    });
  }
  const message = `None of ${candidates.length} models can do what the request asks for.`;
  throw new OfoxError('invalid_request', message, {
    status: 400,
    code: 'no_suitable_model',
    param: 'model_routing_config.models',
  });
}

/** A model that some node serves now, with the shortest time to first output among them. */
function candidateOf(id: string, { upstreams, clock }: Context): Candidate | undefined {
  const model = upstreams.catalog.get(id) ?? { id };
  const now = clock.now();
  let isServed = false;
  let latencyMs = Number.POSITIVE_INFINITY;
  for (const { circuit, latency } of upstreams.table(id)?.routes ?? []) {
    if (!isAvailable(circuit, now)) continue;
    isServed = true;
    if (latency) latencyMs = Math.min(latencyMs, latency.value);
  }
  if (!isServed) return undefined;
  return Number.isFinite(latencyMs) ? { model, latencyMs } : { model };
}

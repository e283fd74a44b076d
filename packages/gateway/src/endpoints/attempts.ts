import {
  type Attempt,
  describeAttempt,
  modelsToTry,
  mostTellingError,
  OfoxError,
  type ProviderPreferences,
  triggersFallback,
} from '@ofoxai/core';
import type { Exchange } from '../http/exchange.ts';
import type { CallOptions } from '../provider.ts';
import type { Context } from './context.ts';

/**
 * Asks the model of the request, and after it those of its fallback list, by core's rules, until
 * one answers. What was tried is told in `x-ofox-attempts` when it was more than one.
 *
 * @throws OfoxError of the try that tells most, with the list of all of them.
 */
export async function tryModels<T>(
  request: { model: string; provider?: ProviderPreferences },
  exchange: Exchange,
  { provider, clock }: Context,
  answer: (model: string, options: CallOptions) => Promise<T>,
): Promise<T> {
  const { record } = exchange;
  record.model = request.model;
  if (request.model === 'auto') throw noAuto();
  record.provider = provider.name;
  const options = callOptions(exchange);
  const attempts: Attempt[] = [];
  const errors: OfoxError[] = [];
  for (const model of modelsToTry(request.model, request.provider?.fallback)) {
    const start = clock.now();
    const elapsed = () => Math.round(clock.now() - start);
    try {
      const answered = await answer(model, options);
      attempts.push(describeAttempt(model, elapsed()));
      if (errors.length > 0) record.attempts = attempts;
      return answered;
    } catch (thrown) {
      if (exchange.aborted) throw exchange.aborted;
      const error = exchange.errorOf(thrown);
      attempts.push(describeAttempt(model, elapsed(), error));
      errors.push(error);
      if (!triggersFallback(error)) break;
    }
  }
  const last = errors.pop() as OfoxError;
  throw mostTellingError(errors, last).with({ attempts });
}

function callOptions(exchange: Exchange): CallOptions {
  const directives = exchange.request.headers['x-ofox-embedded'];
  const { signal } = exchange;
  return typeof directives === 'string' ? { signal, directives } : { signal };
}

function noAuto(): OfoxError {
  const message = 'This gateway does not choose models: name one of GET /v1/models.';
  return new OfoxError('not_found', message, {
    status: 404,
    code: 'model_not_found',
    param: 'model',
  });
}

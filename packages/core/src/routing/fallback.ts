import type { Attempt, ErrorKind, OfoxError } from '../error.ts';

/** What the rules need to know besides the error. */
export interface FallbackContext {
  /** A 429 by the API's own limit on the caller's key: another model would meet the same limit. */
  ownLimit?: boolean;
  /** The caller has already seen a part of the answer. */
  outputBegun?: boolean;
}

const TRIGGERS: ReadonlySet<ErrorKind> = new Set<ErrorKind>([
  'internal',
  'upstream',
  'unavailable',
  'timeout',
  'stream',
  'rate_limit',
]);

/** Words of a 404 that mean a model which exists, or did, and cannot be had now. */
const UNAVAILABLE_CODES: ReadonlySet<string> = new Set([
  'model_unavailable',
  'model_offline',
  'model_deprecated',
  'model_retired',
  'model_removed',
]);

/**
 * Whether the next model of a fallback list is to be tried after this error
 * (docs.ofox.ai/develop/advanced/fallback). It is after 5xx, a timeout, a 429 of the provider and a
 * model that is unavailable; never after another 4xx, a filtered or refused answer, the caller's own
 * limit or abort, nor when a part of the answer is out. A 404 means a wrong id and is no trigger,
 * unless its code says that the model is unavailable.
 */
export function triggersFallback(error: OfoxError, context: FallbackContext = {}): boolean {
  if (context.outputBegun) return false;
  if (error.kind === 'rate_limit') return !context.ownLimit;
  if (error.kind === 'not_found') return UNAVAILABLE_CODES.has(error.code ?? '');
  return TRIGGERS.has(error.kind);
}

/** The models to try, in this order: the one asked for, then the list, each of them once. */
export function modelsToTry(model: string, fallback: readonly string[] = []): string[] {
  return [...new Set([model, ...fallback])];
}

/**
 * The error to tell when no model has answered. One that is no trigger ended the tries and says
 * what to change, so it goes first; among the others one that a server answered says more than one
 * without an answer, and the earliest belongs to the model that was asked for.
 *
 * @param errors of the tries before the last, in their order.
 * @param context what the rules know besides the last error.
 */
export function mostTellingError(
  errors: readonly OfoxError[],
  last: OfoxError,
  context: FallbackContext = {},
): OfoxError {
  if (!triggersFallback(last, context)) return last;
  const all = [...errors, last];
  return all.find((error) => error.status !== undefined) ?? (all[0] as OfoxError);
}

/** What is told of one try. */
export function describeAttempt(model: string, durationMs: number, error?: OfoxError): Attempt {
  return {
    model,
    durationMs,
    ...(error === undefined ? {} : { kind: error.kind }),
    ...(error?.status === undefined ? {} : { status: error.status }),
  };
}

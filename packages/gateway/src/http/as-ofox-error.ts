import { OfoxError } from '@ofoxai/core';

/**
 * What was thrown, as an error that may be told to the caller. Of a fault in the gateway itself,
 * nothing is told; the log has it as `cause`.
 */
export function asOfoxError(thrown: unknown): OfoxError {
  if (OfoxError.is(thrown)) return thrown;
  return new OfoxError('internal', 'The gateway failed at this request. Its log says why.', {
    status: 500,
    cause: thrown,
  });
}

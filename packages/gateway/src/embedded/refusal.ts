import { OfoxError } from '@ofoxai/core';

/** The request is at fault in this place, named in the neutral form's words. */
export function invalidRequest(param: string, message: string, model?: string): OfoxError {
  return new OfoxError('invalid_request', message, {
    status: 400,
    param,
    ...(model === undefined ? {} : { model }),
  });
}

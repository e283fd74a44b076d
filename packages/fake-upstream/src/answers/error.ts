import type { Answer, HeaderFields } from '../step.ts';
import { type ErrorSpec, errorBody } from '../wires/error.ts';
import { json } from './literal.ts';

/**
 * An error in the protocol of the request's path.
 * @param options.httpStatus the status line's number where it differs from the body's: 200 for an
 *   error that is hidden in a success
 */
export function error(
  spec: ErrorSpec,
  options: { httpStatus?: number; headers?: HeaderFields } = {},
): Answer {
  return (request) => {
    const id = `req_${request.number}`;
    const headers = { 'x-request-id': id, 'request-id': id, ...options.headers };
    return json(
      errorBody(request.protocol, spec),
      options.httpStatus ?? spec.status,
      headers,
    )(request);
  };
}

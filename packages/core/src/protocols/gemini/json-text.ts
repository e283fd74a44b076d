import { invalid, OfoxError } from '../../error.ts';
import type { JsonObject } from '../../json.ts';

/**
 * The JSON text of an object that came over the wire.
 *
 * @param param the object's path in a request; absent for answers.
 * @throws OfoxError when it is nested more deeply than the platform can write: of kind
 * `invalid_request` in requests, `upstream` in answers.
 */
export function jsonText(object: JsonObject, param?: string): string {
  try {
    return JSON.stringify(object);
  } catch (cause) {
    if (param !== undefined) throw invalid(param, `${param} is nested too deeply.`);
    const message = 'The arguments of a function call are nested too deeply.';
    throw new OfoxError('upstream', message, { protocol: 'gemini', cause });
  }
}

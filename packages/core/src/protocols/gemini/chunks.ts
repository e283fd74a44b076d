import { OfoxError } from '../../error.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../json.ts';

/** The chunks that a body holds: itself, or, when it was streamed as a JSON array, its elements. */
export function chunksOf(body: JsonValue): JsonObject[] {
  const chunks = Array.isArray(body) ? body : [body];
  if (chunks.length > 0 && chunks.every(isJsonObject)) return chunks;
  throw new OfoxError('upstream', "The answer is no object of Gemini's.", { protocol: 'gemini' });
}

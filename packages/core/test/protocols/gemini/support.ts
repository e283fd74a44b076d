import { OfoxError } from '../../../src/error.ts';
import type { JsonObject } from '../../../src/json.ts';
import { gemini } from '../../../src/protocols/gemini/index.ts';
import type { ChatRequest } from '../../../src/request.ts';

export const MODEL = 'google/gemini-3-pro-preview';

/** Reads a body with one user's text, and these fields besides. */
export function decode(fields: JsonObject): ChatRequest {
  const body = { contents: [{ role: 'user', parts: [{ text: 'Hello' }] }], ...fields };
  return gemini.decodeRequest({ body, model: MODEL, stream: false });
}

/** Writes a request with one user's text, and these fields besides. */
export function encode(fields: Partial<ChatRequest> = {}): {
  body: JsonObject;
  path: string;
  warnings: string[];
} {
  const { body, path, warnings } = gemini.encodeRequest({
    model: MODEL,
    system: [],
    messages: [{ role: 'user', content: [{ type: 'text', text: 'Hello' }] }],
    tools: [],
    stop: [],
    stream: false,
    ...fields,
  });
  return { body, path, warnings: warnings.map((one) => `${one.code} ${one.path}`) };
}

/** The error that `act` throws. */
export function caught(act: () => unknown): OfoxError {
  try {
    act();
  } catch (error) {
    if (OfoxError.is(error)) return error;
    throw error;
  }
  throw new Error('Nothing was thrown.');
}

import type { JsonValue } from '@ofoxai/core';
import type { Exchange } from './exchange.ts';
import { parseJson } from './parse-json.ts';
import { readBody } from './read-body.ts';

/**
 * The request's body, read and parsed.
 * @throws OfoxError as {@link readBody} and {@link parseJson} do.
 */
export async function readJson({ request }: Exchange, maxBytes: number): Promise<JsonValue> {
  return parseJson(await readBody(request, maxBytes), request.headers['content-type']);
}

import type { Fields } from '../../fields.ts';
import type { JsonObject } from '../../json.ts';
import type { CacheMarker } from '../../part.ts';
import { type Encoding, warn } from './encoding.ts';

/**
 * Reads `cache_control: {type: 'ephemeral', ttl?}`, the mark that OpenRouter and others took over
 * from Anthropic's wire for messages, content parts and tools.
 */
export function readCacheMarker(fields: Fields): { cache?: CacheMarker } {
  const marker = fields.fields('cache_control');
  if (!marker) return {};
  marker.required('type', marker.oneOf('type', ['ephemeral']));
  const ttl = marker.oneOf('ttl', ['5m', '1h']);
  fields.leave('cache_control', marker.rest());
  return { cache: ttl ? { ttl } : {} };
}

/** Writes what {@link readCacheMarker} reads, for receivers that understand it. */
export function writeCacheMarker(
  cache: CacheMarker | undefined,
  object: JsonObject,
  encoding: Encoding,
  path: string,
): void {
  if (!cache) return;
  if (encoding.extensions) {
    object.cache_control = { type: 'ephemeral', ...(cache.ttl ? { ttl: cache.ttl } : {}) };
    return;
  }
  const message = 'This endpoint caches by itself and takes no cache markers.';
  warn(encoding, 'dropped', `${path}cache`, message);
}

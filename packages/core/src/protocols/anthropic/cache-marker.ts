import type { Fields } from '../../fields.ts';
import type { JsonObject } from '../../json.ts';
import type { CacheMarker } from '../../part.ts';

/** Reads `cache_control: {type: 'ephemeral', ttl?}` (Anthropic's guide to prompt caching). */
export function readCacheMarker(fields: Fields): { cache?: CacheMarker } {
  const marker = fields.fields('cache_control');
  if (!marker) return {};
  marker.required('type', marker.oneOf('type', ['ephemeral']));
  const ttl = marker.oneOf('ttl', ['5m', '1h']);
  fields.leave('cache_control', marker.rest());
  return { cache: ttl ? { ttl } : {} };
}

/** Writes what {@link readCacheMarker} reads. */
export function writeCacheMarker(cache: CacheMarker | undefined, object: JsonObject): void {
  if (!cache) return;
  object.cache_control = { type: 'ephemeral', ...(cache.ttl ? { ttl: cache.ttl } : {}) };
}

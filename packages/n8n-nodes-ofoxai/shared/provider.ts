import type { ProviderPreferences, Routing } from '@ofoxai/core';

/** Reads model ids that people write with commas or line breaks between them. */
function modelList(value: unknown): string[] {
  const items = Array.isArray(value) ? value.map(String) : String(value ?? '').split(/[,\n]/);
  return items.map((item) => item.trim()).filter((item) => item !== '');
}

/** Routing and fallback as options or credentials hold them; `undefined` when neither is set. */
export function readProvider(values: {
  routing?: unknown;
  fallback?: unknown;
}): ProviderPreferences | undefined {
  const fallback = modelList(values.fallback);
  const provider: ProviderPreferences = {
    ...(values.routing ? { routing: values.routing as Routing } : {}),
    ...(fallback.length > 0 ? { fallback } : {}),
  };
  return Object.keys(provider).length > 0 ? provider : undefined;
}

import type { INodeProperties } from 'n8n-workflow';
import { readJsonObject, wrongParameter } from './chat-settings.ts';

const LABEL = 'Additional Headers';

/** These carry the key, which is the credential's alone. */
export const AUTH_HEADERS: ReadonlySet<string> = new Set([
  'authorization',
  'x-api-key',
  'x-goog-api-key',
]);

export const headersProperty: INodeProperties = {
  displayName: LABEL,
  name: 'headers',
  type: 'json',
  default: '{}',
  placeholder: 'e.g. { "x-team": "support" }',
  description: 'Headers that are sent with the request, as a JSON object of texts',
};

/**
 * Reads the additional headers; `undefined` when there are none.
 * @throws OfoxError of kind `invalid_request` for values that are no texts or numbers, for names
 * that no header can have, and for headers that carry a key.
 */
export function readHeaders(value: unknown): Record<string, string> | undefined {
  const entries = Object.entries(readJsonObject(value, LABEL) ?? {});
  for (const [name, text] of entries) {
    const shown = JSON.stringify(name);
    if (!/^[\w!#$%&'*+.^`|~-]+$/.test(name)) {
      throw wrongParameter(LABEL, `holds ${shown}, which no header can be called`);
    }
    if (AUTH_HEADERS.has(name.toLowerCase())) {
      throw wrongParameter(LABEL, `holds ${shown}: the key is taken from the credential`);
    }
    if (typeof text !== 'string' && typeof text !== 'number') {
      throw wrongParameter(LABEL, `must hold a text for ${shown}`);
    }
  }
  if (entries.length === 0) return undefined;
  return Object.fromEntries(entries.map(([name, text]) => [name, String(text)]));
}

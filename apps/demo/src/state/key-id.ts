/**
 * The id by which a gateway tells a key in its metrics: the beginning of the key's SHA-256 in
 * base64url. `undefined` where the browser reckons none, which is on pages that are not secure.
 */
export async function keyIdOf(apiKey: string): Promise<string | undefined> {
  if (!globalThis.crypto?.subtle) return undefined;
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(apiKey));
  const text = btoa(String.fromCharCode(...new Uint8Array(hash)));
  return `key_${text.replaceAll('+', '-').replaceAll('/', '_').slice(0, 12)}`;
}

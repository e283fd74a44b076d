const CHUNK = 8192;

/** Standard base64 (RFC 4648, section 4) of the text's UTF-8. */
export function textToBase64(text: string): string {
  const bytes = new TextEncoder().encode(text);
  let binary = '';
  for (let at = 0; at < bytes.length; at += CHUNK) {
    binary += String.fromCharCode(...bytes.subarray(at, at + CHUNK));
  }
  return btoa(binary);
}

/** The text whose UTF-8 this is; `undefined` when it is neither base64 nor text. */
export function base64ToText(base64: string): string | undefined {
  try {
    const binary = atob(standardBase64(base64));
    const bytes = Uint8Array.from(binary, (char) => char.charCodeAt(0));
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** The same bytes in the standard alphabet: Google's Python SDK writes the URL-safe one. */
export function standardBase64(base64: string): string {
  if (!base64.includes('-') && !base64.includes('_')) return base64;
  return base64.replaceAll('-', '+').replaceAll('_', '/');
}

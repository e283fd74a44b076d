/** A piece of a path without its escapes; `undefined` when one of them is malformed. */
export function decodePath(text: string): string | undefined {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

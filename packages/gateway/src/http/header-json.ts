const MAX_LENGTH = 4096;

/**
 * A list as compact JSON that may stand in a header: other characters than visible ASCII are
 * escaped. What would make it longer than 4,096 characters is left out from the end.
 */
export function headerJson(items: readonly (object | string)[]): string {
  const written: string[] = [];
  let length = 1;
  for (const item of items) {
    const text = JSON.stringify(item).replace(/[^\x20-\x7e]/g, escaped);
    length += text.length + 1;
    if (length > MAX_LENGTH) break;
    written.push(text);
  }
  return `[${written.join(',')}]`;
}

function escaped(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

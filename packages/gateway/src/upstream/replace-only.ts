/**
 * Replaces a field's text in JSON, where the name of the field stands in one place only: then there
 * is no need to find out what belongs to what. Quotes within strings are escaped, so no text is
 * taken for a field.
 *
 * @param text JSON as a text whose characters stand for bytes.
 * @param more JSON that is put behind the field.
 * @returns `undefined` when it is not that simple.
 */
export function replaceOnly(
  text: string,
  name: string,
  from: string,
  to: string,
  more = '',
): string | undefined {
  const field = `"${name}":`;
  const at = text.indexOf(field);
  if (at === -1 || text.includes(field, at + 1)) return undefined;
  const behind = at + field.length;
  const start = text.charCodeAt(behind) === SPACE ? behind + 1 : behind;
  const written = quoted(from);
  if (!text.startsWith(written, start)) return undefined;
  return text.slice(0, start) + quoted(to) + more + text.slice(start + written.length);
}

/** Names of models come again and again. */
const QUOTED = new Map<string, string>();
const MOST_QUOTED = 1000;
const LONGEST_QUOTED = 200;

/** A text in JSON, as its bytes. */
function quoted(text: string): string {
  const known = QUOTED.get(text);
  if (known !== undefined) return known;
  const written = asBytes(JSON.stringify(text));
  if (text.length > LONGEST_QUOTED) return written;
  if (QUOTED.size >= MOST_QUOTED) QUOTED.clear();
  QUOTED.set(text, written);
  return written;
}

const SPACE = 0x20;
const ASCII = /^[\x20-\x7e]*$/;

/** A text as one whose characters stand for its bytes. */
export function asBytes(text: string): string {
  return ASCII.test(text) ? text : Buffer.from(text, 'utf8').toString('latin1');
}

/** Claude Desktop refuses results of more than 1 048 576 characters; most clients take less. */
const LONGEST = 900_000;

/** What a terminal would take for commands. Line ends and tabs stay. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is removed.
const CONTROLS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g;

/** Another model's words as they may be shown: without control characters, and not too long. */
export function cleanText(text: string, longest = LONGEST): string {
  const clean = text.replace(CONTROLS, '');
  if (clean.length <= longest) return clean;
  return `${clean.slice(0, longest)}\n[${clean.length - longest} more characters left out]`;
}

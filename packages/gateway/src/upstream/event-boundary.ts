/**
 * Where the last complete event of a stream of server-sent events ends, behind its blank line: the
 * index of the next character; -1 when no event ends. Lines may end with LF, CR LF or CR.
 */
export function lastBoundary(text: string): number {
  const lf = text.lastIndexOf('\n\n');
  let end = lf === -1 ? -1 : lf + 2;
  if (!text.includes('\r')) return end;
  const crlf = text.lastIndexOf('\n\r\n');
  if (crlf !== -1) end = Math.max(end, crlf + 3);
  const cr = text.lastIndexOf('\r\r');
  if (cr !== -1) end = Math.max(end, cr + 2);
  return end;
}

/** Where the event begins that holds this place: behind the blank line before it. */
export function eventStart(text: string, at: number): number {
  return Math.max(0, lastBoundary(text.slice(0, at)));
}

/** Where the event ends that holds this place: behind the blank line after it. */
export function eventEnd(text: string, at: number): number {
  let end = text.length;
  for (const blank of ['\n\n', '\n\r\n', '\r\r']) {
    const found = text.indexOf(blank, at);
    if (found !== -1) end = Math.min(end, found + blank.length);
  }
  return end;
}

/** How many of the last characters may be the beginning of a blank line. */
export const BLANK_LINE = 3;

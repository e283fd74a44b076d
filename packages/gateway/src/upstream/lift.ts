import { randomBytes } from 'node:crypto';
import { skipString } from './json-scan.ts';

/** Shorter strings are not worth the trouble. */
const LONG = 64 * 1024;
/** What is left of a lifted string at both ends: enough to tell what it is. */
const HEAD = 1024;
const TAIL = 8;
const GROUP = 4;

const DATA_URI = /^data:[^,]{1,200};base64,/;
/** How pictures, sounds, films and PDF begin in base64: nobody reads their inside on the way. */
const MEDIA =
  /^(?:iVBORw0KGgo|\/9j\/|R0lGOD|UklGR|JVBERi0|SUQz|\/\/[tuv]|T2dnUw|AAAA.{4}Z0eX|GkXfo)/;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** A JSON text without the bulk of its pictures, and a way to put that back. */
export interface Lifted {
  /** The text with a short stand-in where each bulk was. */
  readonly text: Buffer;
  /** Some other JSON text that may hold the stand-ins: its pieces, with the bulk in their places. */
  put(json: string): Buffer[];
}

/**
 * Takes the bulk of long base64 media out of a JSON text, so that a request can be translated
 * without its megabytes being parsed, copied and written again. What is taken out holds no escapes
 * and is the same in every JSON text.
 *
 * @returns `undefined` when there is nothing to take out.
 */
export function lift(text: Buffer): Lifted | undefined {
  const bulks: { from: number; to: number; token: string }[] = [];
  const mark = `ofoxlift${randomBytes(8).toString('hex')}`;
  for (let at = text.indexOf(QUOTE); at !== -1; ) {
    const end = skipString(text, at);
    const bulk = end - at > LONG ? bulkOf(text, at + 1, end - 1) : undefined;
    if (bulk) {
      const token = mark + String(bulks.length).padStart(8, '0');
      bulks.push({ ...bulk, token });
    }
    at = text.indexOf(QUOTE, end);
  }
  if (bulks.length === 0) return undefined;
  const pieces: Buffer[] = [];
  let from = 0;
  for (const bulk of bulks) {
    pieces.push(text.subarray(from, bulk.from), Buffer.from(bulk.token, 'latin1'));
    from = bulk.to;
  }
  pieces.push(text.subarray(from));
  return {
    text: Buffer.concat(pieces),
    put: (json) => {
      const found: Buffer[] = [];
      let rest = 0;
      for (let at = json.indexOf(mark); at !== -1; at = json.indexOf(mark, rest)) {
        const number = Number(json.slice(at + mark.length, at + mark.length + 8));
        const bulk = bulks[number];
        if (!bulk) break;
        found.push(Buffer.from(json.slice(rest, at)), text.subarray(bulk.from, bulk.to));
        rest = at + bulk.token.length;
      }
      found.push(Buffer.from(json.slice(rest)));
      return found;
    },
  };
}

/** The inside of a string of base64 media: whole groups of four, and no escapes. */
function bulkOf(
  text: Buffer,
  start: number,
  end: number,
): { from: number; to: number } | undefined {
  const head = text.toString('latin1', start, start + HEAD);
  const prefix = DATA_URI.exec(head)?.[0] ?? '';
  if (!MEDIA.test(head.slice(prefix.length, prefix.length + 16))) return undefined;
  const from = start + prefix.length + HEAD;
  const to = from + Math.floor((end - TAIL - from) / GROUP) * GROUP;
  if (text.subarray(from, to).indexOf(BACKSLASH) !== -1) return undefined;
  return { from, to };
}

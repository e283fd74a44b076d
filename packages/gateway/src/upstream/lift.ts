import { randomBytes } from 'node:crypto';
import { skipString } from './json-scan.ts';

/** Shorter strings are not worth the trouble. */
const LONG = 64 * 1024;
/** What is left of a lifted string at both ends: enough to tell what it is. */
const HEAD = 1024;
const TAIL = 8;
const GROUP = 4;

/** Pictures, sounds, films and PDF: nobody reads their inside on the way, as is done with texts. */
const DATA_URI = /^data:(?:image|audio|video|application\/pdf)[^,]{0,150};base64,/;
const TYPE_BESIDE =
  /"(?:media_type|mime_?[tT]ype)"\s*:\s*"(?:image\/|audio\/|video\/|application\/pdf)/;
/** How such files begin in base64. */
const BEGINNING =
  /^(?:iVBORw0KGgo|\/9j\/|R0lGOD|UklGR|JVBERi0|SUQz|\/\/[tuv]|T2dnUw|AAAA.{4}Z0eX|GkXfo)/;
const BASE64 = /^[A-Za-z0-9+/]*$/;
/** How far from the data its type may stand. */
const NEAR = 200;

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
  const prefix = DATA_URI.exec(text.toString('latin1', start, start + NEAR))?.[0] ?? '';
  const head = text.toString('latin1', start + prefix.length, start + prefix.length + HEAD);
  if (!BASE64.test(head)) return undefined;
  if (prefix === '' && !BEGINNING.test(head) && !isTypedBeside(text, start, end)) return undefined;
  const from = start + prefix.length + HEAD;
  const to = from + Math.floor((end - TAIL - from) / GROUP) * GROUP;
  if (text.subarray(from, to).indexOf(BACKSLASH) !== -1) return undefined;
  return { from, to };
}

function isTypedBeside(text: Buffer, start: number, end: number): boolean {
  const before = text.toString('latin1', Math.max(0, start - NEAR), start);
  return TYPE_BESIDE.test(before) || TYPE_BESIDE.test(text.toString('latin1', end, end + NEAR));
}

/** Where a field of the outermost object stands in the text, in bytes. */
export interface FieldSpan {
  name: string;
  /** The opening quote of the name. */
  start: number;
  valueStart: number;
  /** Behind the value's last byte. */
  end: number;
}

/** Why a text is not one JSON object, and where that shows. */
export class JsonScanError extends Error {
  readonly offset: number;

  constructor(message: string, offset: number) {
    super(`${message} at byte ${offset}`);
    this.offset = offset;
  }
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const BACKSLASH = 0x5c;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;

/**
 * Finds the fields of the outermost object without parsing what is inside them: strings are skipped
 * by native search, so that ten megabytes of image cost next to nothing. Structure is checked as
 * far as it is walked over (nesting, commas and colons of the outermost object); the inside of
 * values is left to whoever parses it.
 *
 * @param maxDepth deeper nesting is refused, so that no parser behind can be made to overflow.
 * @throws JsonScanError when the text is not one object.
 */
export function scanObject(text: Buffer, maxDepth = 256): FieldSpan[] {
  let at = skipSpace(text, text[0] === 0xef && text[1] === 0xbb && text[2] === 0xbf ? 3 : 0);
  if (text[at] !== OPEN_BRACE) throw new JsonScanError('expected an object', at);
  const fields: FieldSpan[] = [];
  at = skipSpace(text, at + 1);
  if (text[at] === CLOSE_BRACE) return endOfText(text, at + 1, fields);
  for (;;) {
    if (text[at] !== QUOTE) throw new JsonScanError('expected a field name', at);
    const start = at;
    at = skipString(text, at);
    const name = readName(text, start, at);
    at = skipSpace(text, at);
    if (text[at] !== COLON) throw new JsonScanError('expected a colon', at);
    const valueStart = skipSpace(text, at + 1);
    at = skipValue(text, valueStart, maxDepth);
    fields.push({ name, start, valueStart, end: at });
    at = skipSpace(text, at);
    if (text[at] === CLOSE_BRACE) return endOfText(text, at + 1, fields);
    if (text[at] !== COMMA) throw new JsonScanError('expected a comma or a closing brace', at);
    at = skipSpace(text, at + 1);
  }
}

function endOfText(text: Buffer, at: number, fields: FieldSpan[]): FieldSpan[] {
  const end = skipSpace(text, at);
  if (end < text.length) throw new JsonScanError('unexpected text behind the object', end);
  return fields;
}

function skipSpace(text: Buffer, from: number): number {
  let at = from;
  for (let byte = text[at]; byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09; ) {
    at += 1;
    byte = text[at];
  }
  return at;
}

/** Up to this length a loop finds the end of a string faster than a call of native code. */
const SHORT = 128;

/** Behind the closing quote of the string that opens at `from`. */
export function skipString(text: Buffer, from: number): number {
  let at = from + 1;
  for (const end = Math.min(at + SHORT, text.length); at < end; at += 1) {
    const byte = text[at];
    if (byte === QUOTE) return at + 1;
    if (byte === BACKSLASH) at += 1;
  }
  at -= 1;
  for (;;) {
    at = text.indexOf(QUOTE, at + 1);
    if (at < 0) throw new JsonScanError('a string does not end', from);
    let backslashes = 0;
    while (text[at - 1 - backslashes] === BACKSLASH) backslashes += 1;
    if (backslashes % 2 === 0) return at + 1;
  }
}

function skipValue(text: Buffer, from: number, maxDepth: number): number {
  const first = text[from];
  if (first === QUOTE) return skipString(text, from);
  if (first === OPEN_BRACE || first === OPEN_BRACKET) return skipNested(text, from, maxDepth);
  let at = from;
  for (let byte = text[at]; byte !== undefined; ) {
    if (byte === COMMA || byte === CLOSE_BRACE || byte <= 0x20) break;
    at += 1;
    byte = text[at];
  }
  try {
    JSON.parse(text.toString('latin1', from, at));
  } catch {
    throw new JsonScanError('expected a value', from);
  }
  return at;
}

function skipNested(text: Buffer, from: number, maxDepth: number): number {
  const closers: number[] = [];
  let at = from;
  for (;;) {
    const byte = text[at];
    if (byte === undefined) throw new JsonScanError('a value does not end', from);
    if (byte === QUOTE) {
      at = skipString(text, at);
      continue;
    }
    at += 1;
    if (byte === OPEN_BRACE || byte === OPEN_BRACKET) {
      closers.push(byte === OPEN_BRACE ? CLOSE_BRACE : CLOSE_BRACKET);
      if (closers.length >= maxDepth) throw new JsonScanError('nested too deeply', at - 1);
    } else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) {
      if (closers.pop() !== byte) throw new JsonScanError('mismatched brackets', at - 1);
      if (closers.length === 0) return at;
    }
  }
}

function readName(text: Buffer, start: number, end: number): string {
  const name = text.toString('latin1', start + 1, end - 1);
  if (PLAIN_NAME.test(name)) return name;
  try {
    return JSON.parse(text.toString('utf8', start, end)) as string;
  } catch {
    throw new JsonScanError('malformed field name', start);
  }
}

const PLAIN_NAME = /^\w*$/;

/**
 * The text with some fields changed or removed; every other byte stays as it is.
 *
 * @param fields all fields, as {@link scanObject} gave them.
 * @param edit new JSON text for a field's value, `null` to remove it, `undefined` to leave it.
 */
export function spliceFields(
  text: Buffer,
  fields: FieldSpan[],
  edit: (field: FieldSpan) => string | null | undefined,
): Buffer {
  return join(splicePieces(text, fields, edit));
}

/** The same in pieces, none of them copied. */
export function splicePieces(
  text: Buffer,
  fields: FieldSpan[],
  edit: (field: FieldSpan) => string | null | undefined,
): Buffer[] {
  const pieces: Buffer[] = [];
  /** Where the run of bytes begins that is copied next; it ends before the next change. */
  let from = 0;
  let hasFields = false;
  fields.forEach((field, index) => {
    const value = edit(field);
    if (value === null) {
      // The comma before a field that is left out goes with it, or else the one behind it.
      const next = fields[index + 1];
      const before = fields[index - 1];
      if (hasFields) {
        if (before && from <= before.end) pieces.push(text.subarray(from, before.end));
        from = field.end;
      } else {
        if (from < field.start) pieces.push(text.subarray(from, field.start));
        from = next ? next.start : field.end;
      }
      return;
    }
    hasFields = true;
    if (value === undefined) return;
    pieces.push(text.subarray(from, field.valueStart), Buffer.from(value));
    from = field.end;
  });
  pieces.push(text.subarray(from));
  return pieces;
}

function join(pieces: readonly Buffer[]): Buffer {
  return pieces.length === 1 ? (pieces[0] as Buffer) : Buffer.concat(pieces);
}

import { OfoxError } from './error.ts';
import {
  DEFAULT_MAX_EVENT_BYTES,
  type EventReader,
  type EventReaderOptions,
  type ServerSentEvent,
} from './sse.ts';
import { Utf8Pieces } from './utf8.ts';

const WHITESPACE = /[ \t\n\r]/;
const QUOTE = 34;
const OPEN_BRACKET = 91;
const BACKSLASH = 92;
const CLOSE_BRACKET = 93;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;

type Place = 'start' | 'first' | 'element' | 'comma' | 'end';

/**
 * Reads a JSON array of objects as its bytes arrive, and gives each element as an event: the form
 * of a Gemini stream that was asked for without `alt=sse`. A body that is one object and no array
 * counts as its only element. The cost is linear, wherever the bytes are cut; whether an element is
 * proper JSON is left to whoever parses it.
 */
export class JsonArrayReader implements EventReader {
  readonly #max: number;
  readonly #utf8 = new Utf8Pieces();
  #place: Place = 'start';
  #inArray = false;
  /** Pieces of the element that has begun, and their length. */
  #element: string[] = [];
  #length = 0;
  #depth = 0;
  #inString = false;
  /** The last character of the piece was a backslash that escapes the next one. */
  #escaped = false;

  constructor({ maxEventBytes = DEFAULT_MAX_EVENT_BYTES }: EventReaderOptions = {}) {
    this.#max = maxEventBytes;
  }

  /**
   * Reads the next bytes and hands on the elements that they complete.
   * @throws OfoxError of kind `stream` for anything but an array of objects, and for an element
   * that is larger than allowed.
   */
  push(bytes: Uint8Array, emit: (event: ServerSentEvent) => void): void {
    this.#read(this.#utf8.push(bytes), emit);
  }

  /**
   * To be called at the end of the bytes.
   * @throws OfoxError of kind `stream` when the array is not complete.
   */
  end(emit: (event: ServerSentEvent) => void): void {
    this.#read(this.#utf8.end(), emit);
    if (this.#place !== 'end') {
      throw new OfoxError('stream', 'The stream ended in the middle of its JSON array.');
    }
  }

  #read(text: string, emit: (event: ServerSentEvent) => void): void {
    let at = 0;
    while (at < text.length) {
      if (this.#depth > 0) {
        const end = this.#elementEnd(text, at);
        this.#keep(text.slice(at, end));
        at = end;
        if (this.#depth === 0) emit({ data: this.#take() });
      } else {
        const char = text[at] as string;
        if (char === '{' && this.#opensElement()) this.#depth = 1;
        else {
          if (!WHITESPACE.test(char)) this.#separate(char);
          at++;
          continue;
        }
        this.#keep(char);
        at++;
      }
    }
  }

  /** Whether an element may begin here. */
  #opensElement(): boolean {
    return this.#place === 'start' || this.#place === 'first' || this.#place === 'element';
  }

  #separate(char: string): void {
    const place = this.#place;
    if (char === '[' && place === 'start') {
      this.#place = 'first';
      this.#inArray = true;
    } else if (char === ',' && place === 'comma') this.#place = 'element';
    else if (char === ']' && (place === 'comma' || place === 'first')) this.#place = 'end';
    else {
      const found = JSON.stringify(char);
      throw new OfoxError('stream', `The stream is not a JSON array of objects: ${found} came up.`);
    }
  }

  /** Where the element ends in this piece: behind its last brace, or at the piece's end. */
  #elementEnd(text: string, from: number): number {
    let depth = this.#depth;
    let at = this.#inString ? this.#stringEnd(text, from) : from;
    while (at < text.length && depth > 0) {
      const char = text.charCodeAt(at++);
      if (char === QUOTE) at = this.#stringEnd(text, at);
      else if (char === OPEN_BRACE || char === OPEN_BRACKET) depth++;
      else if (char === CLOSE_BRACE || char === CLOSE_BRACKET) depth--;
    }
    this.#depth = depth;
    return at;
  }

  /** Where the string ends in this piece: behind its quote, or at the piece's end. */
  #stringEnd(text: string, from: number): number {
    let at = this.#escaped ? from + 1 : from;
    let quote = text.indexOf('"', at);
    while (quote !== -1 && isEscaped(text, at, quote)) {
      at = quote + 1;
      quote = text.indexOf('"', at);
    }
    this.#inString = quote === -1;
    this.#escaped = quote === -1 && isEscaped(text, at, text.length);
    return quote === -1 ? text.length : quote + 1;
  }

  #keep(piece: string): void {
    this.#length += piece.length;
    if (this.#length > this.#max) {
      throw new OfoxError('stream', `An event of the stream is larger than ${this.#max} bytes.`);
    }
    this.#element.push(piece);
  }

  #take(): string {
    const element = this.#element.join('');
    this.#element = [];
    this.#length = 0;
    this.#place = this.#inArray ? 'comma' : 'end';
    return element;
  }
}

/** Whether the character at `index` is escaped by backslashes before it, none of them before `from`. */
function isEscaped(text: string, from: number, index: number): boolean {
  let first = index;
  while (first > from && text.charCodeAt(first - 1) === BACKSLASH) first--;
  return (index - first) % 2 === 1;
}

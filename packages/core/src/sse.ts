import { OfoxError } from './error.ts';
import { Utf8Pieces } from './utf8.ts';

/** One server-sent event. Comments, ids and retry times are not kept: nobody here uses them. */
export interface ServerSentEvent {
  /** The `event:` line; absent when there was none. */
  event?: string;
  /** The `data:` lines, joined by newlines. */
  data: string;
}

export interface EventReaderOptions {
  /**
   * What one event may hold before the stream is given up; 64 MiB by default, as images travel in
   * one event. Counted in UTF-16 units of the decoded text, of which there are never more than bytes.
   */
  maxEventBytes?: number;
}

/** Something that turns the bytes of a body into events, whatever their framing. */
export interface EventReader {
  push(bytes: Uint8Array, emit: (event: ServerSentEvent) => void): void;
  end(emit: (event: ServerSentEvent) => void): void;
}

export const DEFAULT_MAX_EVENT_BYTES = 64 * 1024 * 1024;

const LF = 10;
const COLON = 58;
const SPACE = 32;

/**
 * Reads a stream of server-sent events (WHATWG HTML, section 9.2.6) as its bytes arrive. The events
 * do not depend on where the bytes are cut, and the cost is linear in their number. Unlike in a
 * browser, an event that the end of the stream cuts off before its blank line is given: servers
 * leave it out.
 */
export class SseReader implements EventReader {
  readonly #max: number;
  readonly #utf8 = new Utf8Pieces();
  /** Pieces of a line whose end has not come, and their length. */
  #line: string[] = [];
  #lineLength = 0;
  /** The last piece ended with CR: an LF that follows belongs to it. */
  #afterCr = false;
  #event = '';
  #data: string | undefined;

  constructor({ maxEventBytes = DEFAULT_MAX_EVENT_BYTES }: EventReaderOptions = {}) {
    this.#max = maxEventBytes;
  }

  /**
   * Reads the next bytes and hands on the events that they complete.
   * @throws OfoxError of kind `stream` when an event is larger than allowed.
   */
  push(bytes: Uint8Array, emit: (event: ServerSentEvent) => void): void {
    const text = this.#utf8.push(bytes);
    if (text !== '') this.#read(text, emit);
  }

  /** To be called at the end of the bytes: hands on the event that no blank line has closed. */
  end(emit: (event: ServerSentEvent) => void): void {
    this.#read(this.#utf8.end(), emit);
    if (this.#lineLength > 0) this.#field(this.#takeLine(''));
    this.#dispatch(emit);
  }

  #read(text: string, emit: (event: ServerSentEvent) => void): void {
    let from = 0;
    if (this.#afterCr && text !== '') {
      this.#afterCr = false;
      if (text.charCodeAt(0) === LF) from = 1;
    }
    let cr = text.indexOf('\r', from);
    for (;;) {
      const lf = text.indexOf('\n', from);
      if (cr !== -1 && cr < from) cr = text.indexOf('\r', from);
      // A CR on its own ends a line too, as does one with an LF.
      const end = cr !== -1 && (lf === -1 || cr < lf) ? cr : lf;
      if (end === -1) break;
      if (end === from && this.#lineLength === 0) this.#dispatch(emit);
      else this.#endLine(text.slice(from, end), emit);
      from = end + 1;
      if (end === cr) {
        if (from === text.length) this.#afterCr = true;
        else if (lf === from) from++;
      }
    }
    if (from < text.length) {
      this.#lineLength += text.length - from;
      if (this.#lineLength > this.#max) this.#refuse();
      this.#line.push(text.slice(from));
    }
  }

  #endLine(end: string, emit: (event: ServerSentEvent) => void): void {
    const line = this.#lineLength === 0 ? end : this.#takeLine(end);
    if (line === '') this.#dispatch(emit);
    else this.#field(line);
  }

  #takeLine(end: string): string {
    this.#line.push(end);
    const line = this.#line.join('');
    this.#line = [];
    this.#lineLength = 0;
    return line;
  }

  #field(line: string): void {
    const colon = line.charCodeAt(4) === COLON ? 4 : line.indexOf(':');
    if (colon === 0) return;
    const nameEnd = colon === -1 ? line.length : colon;
    const isData = nameEnd === 4 && line.startsWith('data');
    if (!isData && !(nameEnd === 5 && line.startsWith('event'))) return;
    const start = line.charCodeAt(nameEnd + 1) === SPACE ? nameEnd + 2 : nameEnd + 1;
    const value = line.slice(start);
    if (!isData) this.#event = value;
    else this.#data = this.#data === undefined ? value : `${this.#data}\n${value}`;
    if (value.length > this.#max || (this.#data?.length ?? 0) > this.#max) this.#refuse();
  }

  #dispatch(emit: (event: ServerSentEvent) => void): void {
    const data = this.#data;
    const event = this.#event;
    this.#data = undefined;
    this.#event = '';
    if (data !== undefined) emit(event === '' ? { data } : { event, data });
  }

  #refuse(): never {
    throw new OfoxError('stream', `An event of the stream is larger than ${this.#max} bytes.`);
  }
}

/** The text of one event, blank line included. Data of several lines is written as several lines. */
export function writeEvent({ event, data }: ServerSentEvent): string {
  const name = event === undefined ? '' : `event: ${event}\n`;
  if (!data.includes('\n') && !data.includes('\r')) return `${name}data: ${data}\n\n`;
  return `${name}data: ${data.split(/\r\n|\r|\n/).join('\ndata: ')}\n\n`;
}

/**
 * The events of a body, those of each piece of bytes together: one step of the generator for each
 * network read, not for each event. What was read before an error comes before the error.
 */
export async function* readEvents(
  body: AsyncIterable<Uint8Array>,
  reader: EventReader = new SseReader(),
): AsyncGenerator<ServerSentEvent[], void, undefined> {
  for await (const bytes of body) {
    yield* batch((emit) => reader.push(bytes, emit));
  }
  yield* batch((emit) => reader.end(emit));
}

/** What `run` emits; if it throws, what it had emitted until then, and only then the error. */
export function* batch<T>(run: (emit: (item: T) => void) => void): Generator<T[], void, undefined> {
  const items: T[] = [];
  try {
    run((item) => items.push(item));
  } catch (error) {
    if (items.length > 0) yield items;
    throw error;
  }
  if (items.length > 0) yield items;
}

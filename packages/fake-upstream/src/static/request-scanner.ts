const HEAD_END = Buffer.from('\r\n\r\n');
const LINE_END = Buffer.from('\r\n');
const STREAM_FIELD = Buffer.from('"stream"');
/** A field name and the value behind it fit into this, whatever read it is cut by. */
const OVERLAP = 32;

/** As much of a request as a static answer depends on. */
export interface ScannedRequest {
  path: string;
  /** Whether the path or the body asks for a stream. */
  stream: boolean;
}

/**
 * Finds the requests in a connection's bytes with as little work as can be: no header is parsed
 * but the body's length, and of the body only `"stream": true` is looked for.
 */
export class RequestScanner {
  readonly #onRequest: (request: ScannedRequest) => void;
  /** Bytes that are not understood yet: part of a head, or of a transfer chunk's size. */
  #pending: Buffer | undefined;
  #state: 'head' | 'body' | 'chunk-size' | 'chunk' | 'trailer' = 'head';
  #left = 0;
  #path = '';
  #stream = false;
  #tail: Buffer = Buffer.alloc(0);

  constructor(onRequest: (request: ScannedRequest) => void) {
    this.#onRequest = onRequest;
  }

  push(read: Buffer): void {
    let bytes = this.#pending === undefined ? read : Buffer.concat([this.#pending, read]);
    this.#pending = undefined;
    while (bytes.length > 0) {
      const used = this.#step(bytes);
      if (used === 0) {
        this.#pending = bytes;
        return;
      }
      bytes = bytes.subarray(used);
    }
  }

  /** Reads on in the present state; 0 if more bytes are needed. */
  #step(bytes: Buffer): number {
    switch (this.#state) {
      case 'head':
        return this.#head(bytes);
      case 'body':
      case 'chunk':
        return this.#body(bytes);
      case 'chunk-size':
        return this.#chunkSize(bytes);
      case 'trailer':
        return this.#trailer(bytes);
    }
  }

  #head(bytes: Buffer): number {
    const end = bytes.indexOf(HEAD_END);
    if (end === -1) return 0;
    const head = bytes.toString('latin1', 0, end);
    const from = head.indexOf(' ') + 1;
    this.#path = head.slice(from, head.indexOf(' ', from));
    this.#stream = this.#path.includes(':streamGenerateContent');
    const length = /\r\ncontent-length: *(\d+)/i.exec(head);
    if (length !== null) {
      this.#left = Number(length[1]);
      this.#state = 'body';
      if (this.#left === 0) this.#finish();
    } else if (/\r\ntransfer-encoding: *chunked/i.test(head)) {
      this.#state = 'chunk-size';
    } else {
      this.#finish();
    }
    return end + HEAD_END.length;
  }

  #body(bytes: Buffer): number {
    const part = bytes.length > this.#left ? bytes.subarray(0, this.#left) : bytes;
    this.#left -= part.length;
    if (!this.#stream) this.#look(part);
    if (this.#left === 0) {
      if (this.#state === 'body') this.#finish();
      else this.#state = 'chunk-size';
    }
    return part.length;
  }

  /** A size is preceded by the line end of the chunk before it. */
  #chunkSize(bytes: Buffer): number {
    const start = bytes[0] === 0x0d ? LINE_END.length : 0;
    const end = bytes.indexOf(LINE_END, start);
    if (end === -1) return 0;
    this.#left = Number.parseInt(bytes.toString('latin1', start, end), 16);
    this.#state = this.#left === 0 ? 'trailer' : 'chunk';
    return end + LINE_END.length;
  }

  #trailer(bytes: Buffer): number {
    const end = bytes.indexOf(LINE_END);
    if (end === -1) return 0;
    if (end === 0) this.#finish();
    return end + LINE_END.length;
  }

  /** Looks for the field in a part of the body and, across the cut, in the end of the part before. */
  #look(part: Buffer): void {
    if (
      this.#tail.length > 0 &&
      asksForStream(Buffer.concat([this.#tail, part.subarray(0, OVERLAP)]))
    ) {
      this.#stream = true;
      return;
    }
    this.#stream = asksForStream(part);
    this.#tail =
      part.length >= OVERLAP
        ? part.subarray(-OVERLAP)
        : Buffer.concat([this.#tail, part]).subarray(-OVERLAP);
  }

  #finish(): void {
    this.#state = 'head';
    this.#tail = Buffer.alloc(0);
    this.#onRequest({ path: this.#path, stream: this.#stream });
  }
}

/** In a JSON text, this name in plain quotes is a field's: within a string they are escaped. */
function asksForStream(bytes: Buffer): boolean {
  for (let at = bytes.indexOf(STREAM_FIELD); at !== -1; at = bytes.indexOf(STREAM_FIELD, at + 1)) {
    const from = at + STREAM_FIELD.length;
    if (/^\s*:\s*true/.test(bytes.toString('latin1', from, from + OVERLAP))) return true;
  }
  return false;
}

import { isAscii, isUtf8 } from 'node:buffer';
import { isJsonObject, type JsonObject, type JsonValue, OfoxError } from '@ofoxai/core';
import { parseJson } from '../http/parse-json.ts';
import { type FieldSpan, JsonScanError, scanObject } from './json-scan.ts';
import { type Lifted, lift } from './lift.ts';

/** Smaller bodies are parsed at once, which finds every fault; of larger ones only what is asked for. */
const SMALL = 16 * 1024;

/** A request's body: the bytes as they came, and as much of what they say as somebody asks for. */
export class RawBody {
  readonly bytes: Buffer;
  readonly #contentType: string | undefined;
  #text: string | undefined;
  #json: JsonValue | undefined;
  #fields: FieldSpan[] | undefined;
  #isText = false;

  constructor(bytes: Buffer, contentType: string | undefined) {
    this.bytes = bytes;
    this.#contentType = contentType;
  }

  /**
   * The body, parsed.
   * @throws OfoxError as {@link parseJson} does.
   */
  get json(): JsonValue {
    this.#json ??= parseJson(this.bytes, this.#contentType, this.#ascii);
    return this.#json;
  }

  /** The bytes as they read, where they are few and plain. */
  get #ascii(): string | undefined {
    return this.bytes.length <= SMALL && isAscii(this.bytes) ? this.text : undefined;
  }

  /** Whether the bytes hold this text, of plain ASCII. */
  includes(ascii: string): boolean {
    return this.bytes.length <= SMALL ? this.text.includes(ascii) : this.bytes.includes(ascii);
  }

  /** The bytes as a text whose characters stand for them. */
  get text(): string {
    this.#text ??= this.bytes.toString('latin1');
    return this.#text;
  }

  /** The body without the bulk of its media, parsed; `undefined` when it has none. */
  get lifted(): { json: JsonValue; put: Lifted['put'] } | undefined {
    if (this.bytes.length <= SMALL) return undefined;
    this.checkText();
    // Whatever is wrong with the text is told by whoever parses the whole of it.
    const lifted = withoutScanError(() => lift(this.bytes));
    return lifted && { json: parseJson(lifted.text, this.#contentType), put: lifted.put };
  }

  /** {@link json}, if somebody has asked for it before. */
  get parsed(): JsonValue | undefined {
    return this.#json;
  }

  /**
   * Where the fields of the body are.
   * @throws OfoxError of kind `invalid_request` when the body is not a JSON object.
   */
  get fields(): FieldSpan[] {
    if (this.#fields) return this.#fields;
    try {
      this.#fields = scanObject(this.bytes);
    } catch (error) {
      if (!(error instanceof JsonScanError)) throw error;
      this.#parseForItsError();
      throw notReadable(error.message);
    }
    return this.#fields;
  }

  /**
   * Some fields of the body; of a large one only those, so that its bulk is never parsed.
   * @returns nothing when the body is not an object.
   */
  pick(names: ReadonlySet<string>): JsonObject {
    if (this.bytes.length <= SMALL) return isJsonObject(this.json) ? this.json : {};
    this.checkText();
    const picked: JsonObject = {};
    for (const field of this.fields) {
      if (names.has(field.name)) picked[field.name] = this.valueOf(field);
    }
    return picked;
  }

  /** @throws OfoxError of kind `invalid_request` when the bytes are no text. */
  checkText(): void {
    if (!this.#isText && !isUtf8(this.bytes)) this.#parseForItsError();
    this.#isText = true;
  }

  /** The value of one field, parsed. */
  valueOf(field: FieldSpan): JsonValue {
    const text = this.bytes.toString('utf8', field.valueStart, field.end);
    try {
      return JSON.parse(text) as JsonValue;
    } catch {
      this.#parseForItsError();
      throw notReadable(`malformed value of ${field.name}`);
    }
  }

  /** The parser tells line and column, and the scanner does not. */
  #parseForItsError(): void {
    this.#json = parseJson(this.bytes, this.#contentType);
  }
}

function notReadable(message: string): OfoxError {
  return new OfoxError('invalid_request', `The body is not a JSON object: ${message}.`, {
    status: 400,
    code: 'invalid_json',
  });
}

function withoutScanError<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof JsonScanError) return undefined;
    throw error;
  }
}

import { defined } from '../defined.ts';
import { OfoxError } from '../error.ts';
import { isJsonObject, type JsonObject, type JsonValue, setField } from '../json.ts';

const PLACEHOLDER = '[api key]';
const LONGEST_CHAIN = 5;

/** Keeps the API key out of whatever is told: servers and transports sometimes repeat it. */
export class Redactor {
  readonly #secret: string;

  constructor(secret: string) {
    this.#secret = secret;
  }

  text(text: string): string {
    return text.includes(this.#secret) ? text.replaceAll(this.#secret, PLACEHOLDER) : text;
  }

  /** The headers in lower case, without cookies. */
  headers(headers: Record<string, string>): Record<string, string> {
    if (this.#areSafe(headers)) return headers;
    const safe: Record<string, string> = {};
    for (const name in headers) {
      const lower = name.toLowerCase();
      if (lower !== 'set-cookie') safe[lower] = this.text(headers[name] as string);
    }
    return safe;
  }

  #areSafe(headers: Record<string, string>): boolean {
    for (const name in headers) {
      const isOdd = name === 'set-cookie' || name !== name.toLowerCase();
      if (isOdd || headers[name]?.includes(this.#secret)) return false;
    }
    return true;
  }

  error(error: OfoxError): OfoxError {
    const { kind, status, retryAfterMs, protocol, attempts, mayHaveBeenBilled } = error;
    const { code, param, requestId, headers, model, details, cause } = error;
    const text = (value: string | undefined) => (value === undefined ? value : this.text(value));
    return new OfoxError(
      kind,
      this.text(error.message),
      defined({
        ...{ status, retryAfterMs, protocol, attempts, mayHaveBeenBilled },
        ...{ code: text(code), param: text(param), requestId: text(requestId), model: text(model) },
        headers: headers && this.headers(headers),
        details: details === undefined ? undefined : this.#json(details),
        // What the caller aborted with is the caller's own.
        cause: kind === 'aborted' ? cause : this.cause(cause),
      }),
    );
  }

  /**
   * Name, message and code of an error and of its causes. Transports attach whole requests to their
   * errors, with the key among the headers, so the error itself is never passed on.
   */
  cause(cause: unknown, depth = 0): unknown {
    if (!(cause instanceof Error)) return undefined;
    const deeper = depth < LONGEST_CHAIN ? this.cause(cause.cause, depth + 1) : undefined;
    const plain = new Error(
      this.text(cause.message),
      deeper === undefined ? undefined : { cause: deeper },
    );
    plain.name = cause.name;
    plain.stack = this.text(cause.stack ?? '');
    if ('code' in cause && typeof cause.code === 'string') {
      Object.assign(plain, { code: this.text(cause.code) });
    }
    return plain;
  }

  #json(value: JsonValue): JsonValue {
    if (typeof value === 'string') return this.text(value);
    if (Array.isArray(value)) return value.map((item) => this.#json(item));
    if (!isJsonObject(value)) return value;
    const object: JsonObject = {};
    for (const [key, item] of Object.entries(value)) setField(object, key, this.#json(item));
    return object;
  }
}

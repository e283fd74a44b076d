import { OfoxError } from '../error.ts';
import { Deadline, type TotalDeadline } from './deadline.ts';
import type { Redactor } from './redact.ts';
import type { Platform, TransportRequest, TransportResponse } from './transport.ts';
import { readingError, sendingError } from './transport-error.ts';

const ERROR_BODY_BYTES = 64 * 1024;
const ERROR_BODY_MS = 5000;

/** What holds for every request of a call. */
export interface ExchangeSettings {
  platform: Platform;
  redactor: Redactor;
  signal: AbortSignal | undefined;
  total: TotalDeadline;
  headersMs: number;
  idleMs: number;
  maxResponseBytes: number;
}

/** One request and its answer, whose headers have come and whose body is read once. */
export class Exchange {
  readonly status: number;
  /** In lower case, without cookies and credentials. */
  readonly headers: Record<string, string>;
  readonly #url: string;
  readonly #settings: ExchangeSettings;
  readonly #deadline: Deadline;
  readonly #body: AsyncIterator<Uint8Array>;
  readonly #billable: boolean;

  private constructor(
    response: TransportResponse,
    url: string,
    isBillable: boolean,
    settings: ExchangeSettings,
    deadline: Deadline,
  ) {
    this.status = response.status;
    this.headers = settings.redactor.headers(response.headers);
    this.#url = url;
    this.#settings = settings;
    this.#deadline = deadline;
    this.#body = response.body[Symbol.asyncIterator]();
    this.#billable = isBillable;
  }

  /**
   * Sends the request and waits for the headers of the answer, whatever its status.
   * @throws OfoxError of kind `unavailable`, `timeout` or `aborted`.
   */
  static async open(
    request: Omit<TransportRequest, 'signal'>,
    settings: ExchangeSettings,
  ): Promise<Exchange> {
    const { platform, headersMs, idleMs } = settings;
    const billable = request.method === 'POST';
    const deadline = new Deadline(platform, settings.total, settings.signal, idleMs);
    deadline.allow(headersMs, () =>
      timeout(
        'headers_timeout',
        `${hostOf(request.url)} did not begin to answer within ${headersMs} ms.`,
      ),
    );
    let sent = false;
    let late = false;
    try {
      const response = await deadline.guard(() => {
        sent = true;
        const promise = platform.transport(Object.assign({ signal: deadline.signal }, request));
        promise.then((response) => late && leave(response.body), noop);
        return promise;
      });
      return new Exchange(response, request.url, billable, settings, deadline);
    } catch (cause) {
      late = true;
      deadline.close();
      throw blame(sendingError(cause, hostOf(request.url), billable), sent && billable);
    }
  }

  /** Who answered, for errors. */
  get host(): string {
    return hostOf(this.#url);
  }

  /**
   * The body's pieces. Leaving the loop early gives the connection up.
   * @throws OfoxError of kind `stream` when the connection breaks, `timeout` or `aborted`.
   */
  chunks(): AsyncGenerator<Uint8Array, void, undefined> {
    const { idleMs } = this.#settings;
    this.#deadline.allow(idleMs, () =>
      timeout('idle_timeout', `${this.host} fell silent for ${idleMs} ms within its answer.`),
    );
    return this.#pieces();
  }

  /** Nothing but the end of the body is to come now, and is waited for no longer than this. */
  expectEnd(ms: number): void {
    this.#deadline.allow(ms, () => timeout('late_end', `${this.host} did not end its answer.`));
  }

  async *#pieces(): AsyncGenerator<Uint8Array, void, undefined> {
    let ended = false;
    try {
      for (;;) {
        const piece = await this.#next();
        if (piece === undefined) break;
        yield piece;
      }
      ended = true;
    } finally {
      if (ended) this.#deadline.close();
      else this.abandon();
    }
  }

  async #next(): Promise<Uint8Array | undefined> {
    try {
      const { done, value } = await this.#deadline.guard(() => this.#body.next());
      return done ? undefined : value;
    } catch (cause) {
      throw blame(readingError(cause, this.host, this.#billable), this.#billable);
    }
  }

  /**
   * The whole body.
   * @throws OfoxError of kind `upstream` when it is larger than allowed, and as {@link chunks} does.
   */
  async text(): Promise<string> {
    const max = this.#settings.maxResponseBytes;
    const pieces: Uint8Array[] = [];
    let size = 0;
    for await (const piece of this.chunks()) {
      size += piece.length;
      if (size > max) {
        const message = `The answer of ${this.host} is larger than ${max} bytes.`;
        throw blame(new OfoxError('upstream', message), this.#billable);
      }
      pieces.push(piece);
    }
    return decode(pieces, size);
  }

  /**
   * The beginning of an error's body: at most 64 KiB, and what comes within five seconds. A body
   * that breaks off counts as far as it came.
   * @throws OfoxError of kind `aborted` alone.
   */
  async errorText(): Promise<string> {
    const { now } = this.#settings.platform;
    const until = now() + ERROR_BODY_MS;
    this.#deadline.allow(ERROR_BODY_MS, () => timeout('error_body_timeout', 'No error body came.'));
    const pieces: Uint8Array[] = [];
    let size = 0;
    try {
      for await (const piece of this.#pieces()) {
        const kept = piece.subarray(0, ERROR_BODY_BYTES - size);
        pieces.push(kept);
        size += kept.length;
        if (size >= ERROR_BODY_BYTES || now() >= until) break;
      }
    } catch (error) {
      if (!OfoxError.is(error) || error.kind === 'aborted') throw error;
    }
    return decode(pieces, size);
  }

  /** Gives the connection up, whatever is still to come; what is awaited is rejected. */
  abandon(): void {
    this.#deadline.abandon(new OfoxError('aborted', 'The answer was left before its end.'));
    this.#body.return?.().then(noop, noop);
  }
}

/** The error, telling that its request may have cost money although no proper answer came. */
function blame(error: OfoxError, billed: boolean): OfoxError {
  const unknown = error.kind === 'timeout' || error.kind === 'aborted' || error.kind === 'upstream';
  return billed && unknown ? error.with({ mayHaveBeenBilled: true }) : error;
}

function hostOf(url: string): string {
  return new URL(url).host;
}

export function timeout(code: string, message: string): OfoxError {
  return new OfoxError('timeout', message, { code });
}

function decode(pieces: Uint8Array[], size: number): string {
  const [only] = pieces;
  if (pieces.length === 1 && only) return new TextDecoder().decode(only);
  const all = new Uint8Array(size);
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return new TextDecoder().decode(all);
}

function leave(body: AsyncIterable<Uint8Array>): void {
  body[Symbol.asyncIterator]().return?.().then(noop, noop);
}

function noop(): void {}

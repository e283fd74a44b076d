import { type Dispatcher, Pool } from 'undici';
import type { Cancellation } from '../cancellation.ts';
import { Call, type UpstreamAnswer } from './call.ts';

/** Deadlines of one call, in milliseconds. */
export interface UpstreamTimeouts {
  /** To the connection. */
  connectMs: number;
  /** From the connection to the answer's headers. */
  headersMs: number;
  /** Between two pieces of the answer. */
  idleMs: number;
  /** From the first to the last byte of all. */
  totalMs: number;
}

export interface UpstreamRequest {
  method: 'GET' | 'POST';
  path: string;
  /** Names and values by turns. */
  headers: string[];
  /** Pieces are sent one after the other; few bytes are put together first. */
  body?: Buffer | string | readonly Buffer[];
  /** The most bytes of a good answer that is waited for to its end; absent when it is to flow. */
  wholeBytes?: number;
}

/** Copying so many bytes costs less than a write, and a turn of the loop, for each of their pieces. */
const AT_ONCE = 64 * 1024;

/** The connections to one upstream. */
export class UpstreamTransport {
  readonly #pool: Pool;
  readonly #basePath: string;
  readonly #timeouts: UpstreamTimeouts;
  readonly #name: string;

  /** @param name what errors call the upstream. */
  constructor(name: string, baseUrl: URL, timeouts: UpstreamTimeouts, connections: number) {
    this.#name = name;
    this.#basePath = baseUrl.pathname.replace(/\/$/, '');
    this.#timeouts = timeouts;
    this.#pool = new Pool(baseUrl.origin, {
      connections,
      pipelining: 1,
      connect: { timeout: timeouts.connectMs, noDelay: true },
      headersTimeout: timeouts.headersMs,
      bodyTimeout: timeouts.idleMs,
      keepAliveTimeout: 10_000,
    });
  }

  /**
   * Sends a request; resolves as soon as the answer's headers are there, whatever the status, or,
   * when it is wanted whole and good, as soon as that is there.
   * Redirects are answers like any other: they are not followed.
   *
   * @throws OfoxError of kind `unavailable` when there is no connection, `timeout` when a deadline
   *   passed, `upstream` when the connection broke, or the reason of the cancellation.
   */
  send(request: UpstreamRequest, cancellation: Cancellation): Promise<UpstreamAnswer> {
    return new Promise((resolve, reject) => {
      if (cancellation.reason) {
        reject(cancellation.reason);
        return;
      }
      const { totalMs } = this.#timeouts;
      const options = { name: this.#name, totalMs, wholeBytes: request.wholeBytes };
      const call = new Call(options, cancellation, resolve, reject);
      const path = this.#basePath + request.path;
      const { method, headers, body = null } = request;
      const length = Array.isArray(body) ? lengthOf(body) : 0;
      const isLong = length > AT_ONCE;
      const sent = isLong ? [...headers, 'content-length', String(length)] : headers;
      const whole = Array.isArray(body) && !isLong ? Buffer.concat(body, length) : body;
      this.#pool.dispatch({ method, path, headers: sent, body: whole as DispatchBody }, call);
    });
  }

  /** Lets calls end that are under way. */
  close(): Promise<void> {
    return this.#pool.close();
  }

  destroy(): Promise<void> {
    return this.#pool.destroy();
  }
}

/** Undici takes any iterable of bytes, though its types know streams only. */
type DispatchBody = Exclude<Dispatcher.DispatchOptions['body'], undefined>;

function lengthOf(pieces: readonly Buffer[]): number {
  let length = 0;
  for (const piece of pieces) length += piece.length;
  return length;
}

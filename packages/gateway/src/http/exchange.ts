import type { IncomingMessage, ServerResponse } from 'node:http';
import { type JsonObject, OfoxError, type Protocol, protocols, type Warning } from '@ofoxai/core';
import { Cancellation } from '../cancellation.ts';
import type { Clock } from '../clock.ts';
import type { KeyRecord } from '../keys/key-record.ts';
import type { Reservation } from '../keys/spend/spend-ledger.ts';
import { pushLimitHeaders } from '../limits/headers.ts';
import type { LimitState } from '../limits/limit-store.ts';
import type { Linked } from '../linked-set.ts';
import type { Logger, RequestRecord } from '../log.ts';
import type { RequestTrace } from '../tracing/trace.ts';
import { CORS_HEADERS } from './cors.ts';
import { headerJson } from './header-json.ts';
import { endSlowly } from './linger.ts';
import { makeRequestId } from './request-id.ts';
import { endStalled } from './stall.ts';

const CLIENT_REQUEST_ID = /^[\w.:/-]{1,128}$/;

const NO_WARNINGS: readonly Warning[] = [];

const MAX_DISCARDED = 1024 * 1024;

const JSON_TYPE = 'application/json; charset=utf-8';

/** One request and its answer: what both ends of the handling need to know, and the ways to answer. */
export class Exchange implements Linked<Exchange> {
  before?: Exchange | undefined;
  after?: Exchange | undefined;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly path: string;
  /** Behind the question mark. */
  readonly query: string;
  readonly startedAt: number;
  /** What the log will tell. */
  readonly record: RequestRecord;
  /** Whose words the answer is in, errors too. */
  protocol: Protocol = protocols.openai;
  /** The caller's, once it is known. */
  key: KeyRecord | undefined;
  /** What the key may still send, once it is known. */
  limit: LimitState | undefined;
  /** Ends the hold on the key; to be called when the exchange is over. */
  letGo: (() => void) | undefined;
  /** The money that is set aside for this call, where the key has a limit. */
  reservation: Reservation | undefined;
  /** What of the request is not heeded, whoever answers. */
  warnings: readonly Warning[] = NO_WARNINGS;
  /** Where somebody is told of requests. */
  trace: RequestTrace | undefined;
  readonly #clock: Clock;
  readonly #logger: Logger;
  /** Cancelled when the caller leaves, or the gateway stops. */
  readonly cancellation = new Cancellation();
  #abort: AbortController | undefined;

  constructor(request: IncomingMessage, response: ServerResponse, clock: Clock, logger: Logger) {
    this.request = request;
    this.response = response;
    this.#clock = clock;
    this.#logger = logger;
    this.startedAt = clock.now();
    const url = request.url ?? '/';
    const mark = url.indexOf('?');
    this.path = mark === -1 ? url : url.slice(0, mark);
    this.query = mark === -1 ? '' : url.slice(mark + 1);
    this.record = {
      id: makeRequestId(),
      method: request.method ?? '',
      path: this.path,
      durationMs: 0,
      protocol: 'openai',
    };
    const clientId = request.headers['x-client-request-id'] ?? request.headers['x-request-id'];
    if (typeof clientId === 'string' && CLIENT_REQUEST_ID.test(clientId)) {
      this.record.clientRequestId = clientId;
    }
  }

  get id(): string {
    return this.record.id;
  }

  /** {@link cancellation} for those who want a signal. */
  get signal(): AbortSignal {
    this.#abort ??= new AbortController();
    const { reason } = this.cancellation;
    if (reason) this.#abort.abort(reason);
    return this.#abort.signal;
  }

  /** Why the work for this request is not wanted any more. */
  get aborted(): OfoxError | undefined {
    return this.cancellation.reason;
  }

  /** Stops whatever is going on for this request. */
  abort(reason: OfoxError): void {
    if (this.cancellation.reason) return;
    this.cancellation.cancel(reason);
    this.#abort?.abort(reason);
  }

  /** Milliseconds since the request came, to a tenth. */
  elapsed(): number {
    return Math.round((this.#clock.now() - this.startedAt) * 10) / 10;
  }

  /** The headers that every answer has, as a flat list of names and values. */
  head(contentType: string): string[] {
    const { id } = this.record;
    const headers = ['content-type', contentType, 'x-request-id', id, 'request-id', id];
    if (this.limit) pushLimitHeaders(headers, this.limit);
    if (this.request.headers.origin !== undefined) headers.push(...CORS_HEADERS);
    const { provider, attempts, cost, auto } = this.record;
    if (provider !== undefined) headers.push('x-ofox-provider', provider);
    if (auto !== undefined) headers.push('x-ofox-auto', auto);
    if (attempts) headers.push('x-ofox-attempts', headerJson(attempts));
    if (cost !== undefined) headers.push('x-ofox-cost', cost);
    return headers;
  }

  /** {@link head} for an answer in JSON. */
  jsonHead(): string[] {
    return this.head(JSON_TYPE);
  }

  /** Answers with a body in one piece. */
  sendJson(status: number, body: JsonObject, headers = this.jsonHead()): void {
    this.send(status, JSON.stringify(body), headers);
  }

  /** The same for a body that is JSON text already. */
  send(
    status: number,
    text: Buffer | string,
    headers: string[],
    coding: BufferEncoding = 'utf8',
  ): void {
    const length = Buffer.byteLength(text, coding);
    headers.push('content-length', String(length));
    if (this.#awaitsMuch()) {
      headers.push('connection', 'close');
      this.response.writeHead(status, headers);
      endSlowly(this.request, this.response, text, this.#clock, coding);
      return;
    }
    this.response.writeHead(status, headers);
    // What is as long in bytes as in characters is ASCII, which is written faster as Latin-1.
    endStalled(this.response.end(text, length === text.length ? 'latin1' : coding));
  }

  /** Whether more of the request is to come than is worth reading for the sake of the connection. */
  #awaitsMuch(): boolean {
    const { complete, headers } = this.request;
    if (complete) return false;
    return (
      headers['transfer-encoding'] !== undefined ||
      Number(headers['content-length'] ?? 0) > MAX_DISCARDED
    );
  }

  /**
   * What was thrown, as an error that may be told to the caller. Of a fault in the gateway itself
   * nothing is told but that there was one; the log has the rest.
   */
  errorOf(thrown: unknown): OfoxError {
    if (OfoxError.is(thrown)) return thrown;
    this.#logger.error({ id: this.id, err: thrown }, 'request failed');
    const message = "The gateway failed at this request; its log says why, under the request's id.";
    return new OfoxError('internal', message, { status: 500, cause: thrown });
  }

  /** Answers with an error, in the words of the caller's protocol. */
  sendError(error: OfoxError, more: readonly string[] = []): void {
    this.record.error = error.kind;
    if (error.mayHaveBeenBilled) this.record.mayHaveBeenBilled = true;
    if (error.attempts && error.attempts.length > 1) this.record.attempts = error.attempts;
    const { status, headers, body } = this.protocol.encodeError(error.with({ requestId: this.id }));
    const head = this.jsonHead();
    for (const name in headers) head.push(name, headers[name] as string);
    head.push(...more);
    this.sendJson(status, body, head);
  }
}

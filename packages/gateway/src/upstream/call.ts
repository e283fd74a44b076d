import type { IncomingHttpHeaders } from 'node:http';
import { OfoxError } from '@ofoxai/core';
import type { Dispatcher } from 'undici';
import type { Cancellation } from '../cancellation.ts';
import type { BodySink } from './body-sink.ts';
import { decodeContent } from './content-coding.ts';
import { transportError } from './transport-error.ts';

/** An answer whose headers are there and whose body is on its way. */
export interface UpstreamAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** Starts the flow of the body; to be called once. */
  read(sink: BodySink): void;
  pause(): void;
  resume(): void;
  /** Breaks the connection; the sink hears nothing more. */
  abort(reason: Error): void;
}

/** One request under way. */
export class Call implements Dispatcher.DispatchHandler, UpstreamAnswer {
  status = 0;
  headers: IncomingHttpHeaders = {};
  readonly #name: string;
  readonly #totalMs: number;
  readonly #cancellation: Cancellation;
  readonly #resolve: (answer: UpstreamAnswer) => void;
  readonly #reject: (error: unknown) => void;
  #controller: Dispatcher.DispatchController | undefined;
  #deadline: NodeJS.Timeout | undefined;
  #sink: BodySink | undefined;
  /** What came before anybody read. */
  #early: Buffer[] = [];
  #sent = false;
  #ended = false;
  #failure: OfoxError | undefined;

  constructor(
    name: string,
    totalMs: number,
    cancellation: Cancellation,
    resolve: (answer: UpstreamAnswer) => void,
    reject: (error: unknown) => void,
  ) {
    this.#name = name;
    this.#totalMs = totalMs;
    this.#cancellation = cancellation;
    this.#resolve = resolve;
    this.#reject = reject;
    cancellation.listen(this.#onCancel);
    this.#deadline = setTimeout(this.#onDeadline, totalMs);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    this.#sent = true;
    if (this.#failure) controller.abort(this.#failure);
    else if (this.#cancellation.reason) controller.abort(this.#cancellation.reason);
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: IncomingHttpHeaders,
  ): void {
    if (status < 200) return;
    this.status = status;
    this.headers = headers;
    this.#resolve(this);
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#sink) this.#sink.data(chunk);
    else this.#early.push(chunk);
  }

  onResponseEnd(): void {
    this.#finish();
    this.#ended = true;
    this.#sink?.end();
  }

  onResponseError(_controller: Dispatcher.DispatchController, cause: Error): void {
    this.#finish();
    const error = this.#cancellation.reason ?? this.#failure ?? this.#failureOf(cause);
    this.#failure = error;
    this.#reject(error);
    this.#sink?.fail(error);
  }

  read(sink: BodySink): void {
    const coding = this.headers['content-encoding'];
    const plain = coding === undefined || coding === 'identity';
    const taker = plain ? sink : decodeContent(coding, sink);
    this.#sink = taker;
    for (const chunk of this.#early) taker.data(chunk);
    this.#early = [];
    if (this.#failure) taker.fail(this.#failure);
    else if (this.#ended) taker.end();
  }

  pause(): void {
    this.#controller?.pause();
  }

  resume(): void {
    this.#controller?.resume();
  }

  abort(reason: Error): void {
    this.#finish();
    this.#sink = undefined;
    if (!this.#ended) this.#controller?.abort(reason);
  }

  readonly #onCancel = (reason: OfoxError): void => {
    this.#reject(reason);
    this.#controller?.abort(reason);
  };

  readonly #onDeadline = (): void => {
    const seconds = this.#totalMs / 1000;
    this.#failure = new OfoxError(
      'timeout',
      `${this.#name} did not finish its answer within ${seconds} s.`,
      { mayHaveBeenBilled: true },
    );
    this.#reject(this.#failure);
    this.#controller?.abort(this.#failure);
  };

  #finish(): void {
    clearTimeout(this.#deadline);
    this.#cancellation.listen(undefined);
  }

  #failureOf(cause: Error): OfoxError {
    const stage = this.status > 0 ? 'answering' : this.#sent ? 'sent' : 'connecting';
    return transportError(this.#name, cause, stage);
  }
}

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
  /** The body, where it has come whole already and is not compressed. */
  readonly whole: Buffer | undefined;
}

/** How an answer is wanted. */
export interface CallOptions {
  /** What errors call the upstream. */
  name: string;
  /** From the first to the last byte of all, in milliseconds. */
  totalMs: number;
  /** The most bytes of a good answer that is waited for to its end; absent when it is to flow. */
  wholeBytes?: number | undefined;
}

/** One request under way. */
export class Call implements Dispatcher.DispatchHandler, UpstreamAnswer {
  status = 0;
  headers: IncomingHttpHeaders = {};
  readonly #options: CallOptions;
  readonly #cancellation: Cancellation;
  readonly #resolve: (answer: UpstreamAnswer) => void;
  readonly #reject: (error: unknown) => void;
  #controller: Dispatcher.DispatchController | undefined;
  #deadline: NodeJS.Timeout | undefined;
  #sink: BodySink | undefined;
  /** What came before anybody read. */
  #early: Buffer[] = [];
  #length = 0;
  #isWhole = false;
  #sent = false;
  #ended = false;
  #failure: OfoxError | undefined;

  constructor(
    options: CallOptions,
    cancellation: Cancellation,
    resolve: (answer: UpstreamAnswer) => void,
    reject: (error: unknown) => void,
  ) {
    this.#options = options;
    this.#cancellation = cancellation;
    this.#resolve = resolve;
    this.#reject = reject;
    cancellation.listen(this.#onCancel);
    this.#deadline = setTimeout(this.#onDeadline, options.totalMs);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    this.#sent = true;
    if (this.#failure) controller.abort(this.#failure);
    else if (this.#cancellation.reason) controller.abort(this.#cancellation.reason);
  }

  onResponseStart(
    controller: Dispatcher.DispatchController,
    status: number,
    headers: IncomingHttpHeaders,
  ): void {
    if (status < 200) return;
    this.status = status;
    this.headers = headers;
    this.#isWhole = this.#options.wholeBytes !== undefined && status < 300;
    if (this.#isWhole) return;
    // Whoever waits for it must not wait for all that came together with the headers.
    controller.pause();
    this.#resolve(this);
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#sink) this.#sink.data(chunk);
    else {
      this.#early.push(chunk);
      if (this.#isWhole) this.#count(chunk.length);
    }
  }

  onResponseEnd(): void {
    this.#finish();
    this.#ended = true;
    if (this.#isWhole) this.#resolve(this);
    else this.#sink?.end();
  }

  onResponseError(_controller: Dispatcher.DispatchController, cause: Error): void {
    this.#finish();
    const error = this.#cancellation.reason ?? this.#failure ?? this.#failureOf(cause);
    this.#failure = error;
    this.#reject(error);
    this.#sink?.fail(error);
  }

  get whole(): Buffer | undefined {
    if (!this.#ended || !isPlain(this.headers)) return undefined;
    const chunks = this.#early;
    return chunks.length === 1 ? chunks[0] : Buffer.concat(chunks);
  }

  read(sink: BodySink): void {
    const { 'content-encoding': coding = '' } = this.headers;
    const taker = isPlain(this.headers) ? sink : decodeContent(coding, sink);
    this.#sink = taker;
    for (const chunk of this.#early) taker.data(chunk);
    this.#early = [];
    if (this.#failure) taker.fail(this.#failure);
    else if (this.#ended) taker.end();
    else this.#controller?.resume();
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
    const { name, totalMs } = this.#options;
    const seconds = totalMs / 1000;
    this.#failure = new OfoxError(
      'timeout',
      `${name} did not finish its answer within ${seconds} s.`,
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
    return transportError(this.#options.name, cause, stage);
  }

  #count(length: number): void {
    this.#length += length;
    if (this.#length <= (this.#options.wholeBytes ?? 0)) return;
    this.#failure = new OfoxError(
      'upstream',
      `The answer of ${this.#options.name} is larger than ${this.#options.wholeBytes} bytes.`,
      { status: 502 },
    );
    this.#controller?.abort(this.#failure);
  }
}

function isPlain({ 'content-encoding': coding }: IncomingHttpHeaders): boolean {
  return coding === undefined || coding === 'identity';
}

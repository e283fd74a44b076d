import type { IncomingHttpHeaders } from 'node:http';
import type { ChatRequest, EncodeReplyContext, OfoxError, Protocol } from '@ofoxai/core';
import type { Cancellation } from '../cancellation.ts';
import type { RequestTrace } from '../tracing/trace.ts';
import type { RawBody } from './raw-body.ts';

/** What every kind of call tells whoever answers it. */
export interface CallBase {
  /** Whose words the request is in, and the answer is to be in. */
  readonly face: Protocol;
  readonly body: RawBody;
  readonly headers: IncomingHttpHeaders;
  /** Path and query as the caller sent them. */
  readonly path: string;
  readonly query: string;
  readonly cancellation: Cancellation;
  /** The same as an `AbortSignal`, made when somebody asks for it. */
  readonly signal: AbortSignal;
  /** What is to go wrong on purpose (`x-ofox-embedded`). */
  readonly directives: string | undefined;
  /** Absent where nobody is told of requests. */
  readonly trace?: RequestTrace | undefined;
  /** What was thrown, as an error that may be told to the caller. */
  errorOf(thrown: unknown): OfoxError;
}

/** A conversation to be continued. */
export interface ChatCall extends CallBase {
  readonly stream: boolean;
  readonly wants: EncodeReplyContext;
  /**
   * The request in the neutral form.
   * @throws OfoxError of kind `invalid_request` that names the field at fault.
   */
  readonly request: ChatRequest;
  /**
   * The request for a translation: the bulk of its media may have been taken out, and is put back
   * into what was written.
   */
  readonly translatable: Translatable;
}

export interface Translatable {
  readonly request: ChatRequest;
  /** @param json the request as another wire writes it. */
  put(json: string): string | Buffer[];
}

import type { IncomingHttpHeaders } from 'node:http';
import type { OfoxError } from '@ofoxai/core';
import type { RequestRecord } from '../log.ts';
import type { Peer } from '../upstream/peer.ts';

/** Tells somebody else what becomes of requests, without their content and without keys. */
export interface Tracer {
  /** A request has come. @param headers may say which trace it belongs to. */
  begin(headers: IncomingHttpHeaders): RequestTrace;
  /** Delivers what has not been delivered yet, within a few seconds. It never throws. */
  close(): Promise<void>;
}

/** One request, from its beginning to its end. */
export interface RequestTrace {
  /** What the call under way is to send along, names and values by turns. */
  readonly upstreamHeaders: readonly string[];
  /** A call to a node begins. */
  call(route: TracedRoute): CallTrace;
  end(record: RequestRecord): void;
}

/** What a call asks of whom: a model on a node. */
export interface TracedRoute {
  /** The node's name. */
  readonly node: string;
  /** The model, as the node names it. */
  readonly name: string;
  readonly owner: { readonly peer?: Peer };
}

/** One call to a node. */
export interface CallTrace {
  /** The first output is there. */
  answering(): void;
  /** It failed; {@link end} follows. */
  fail(error: OfoxError): void;
  end(): void;
}

import type { Attempt, ErrorKind, ProtocolName } from '@ofoxai/core';

/** Where the gateway writes what happened. A pino logger is one. */
export interface Logger {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** One request as the log tells it: no content, no key. */
export interface RequestRecord {
  id: string;
  method: string;
  /** Without the query, which may hold a key. */
  path: string;
  /** Absent when the caller left before there was an answer. */
  status?: number;
  durationMs: number;
  protocol: ProtocolName;
  endpoint?: string;
  /** The id that the caller gave the request (`x-client-request-id` or `x-request-id`). */
  clientRequestId?: string;
  /** The name of the key. */
  key?: string;
  /** The model that was asked for. */
  model?: string;
  /** Why the gateway chose the model, when it was left to it. */
  auto?: string;
  /** The model that answered. */
  servedModel?: string;
  provider?: string;
  /** The tries, where it took more than one. */
  attempts?: Attempt[];
  stream?: boolean;
  firstOutputMs?: number;
  inputTokens?: number;
  outputTokens?: number;
  /** USD. */
  cost?: string;
  /** The call failed, and its provider may charge for it all the same. */
  mayHaveBeenBilled?: true;
  warnings?: number;
  error?: ErrorKind;
  /** The caller left before the answer was complete. */
  aborted?: true;
}

const nothing = () => {};

export const silentLogger: Logger = { info: nothing, warn: nothing, error: nothing };

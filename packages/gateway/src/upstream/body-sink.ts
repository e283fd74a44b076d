import type { OfoxError } from '@ofoxai/core';

/** Takes an answer's body as it comes. */
export interface BodySink {
  data(chunk: Buffer): void;
  end(): void;
  /** The body broke off; nothing follows. */
  fail(error: OfoxError): void;
}

import type { OfoxError } from '@ofoxai/core';

/**
 * Tells whoever works for a request that nobody wants the work any more. It does what an
 * `AbortSignal` does for one listener at a time, at a small part of the cost.
 */
export class Cancellation {
  #reason: OfoxError | undefined;
  #listener: ((reason: OfoxError) => void) | undefined;

  /** Why the work is not wanted; `undefined` as long as it is. */
  get reason(): OfoxError | undefined {
    return this.#reason;
  }

  /** Only the first reason counts. */
  cancel(reason: OfoxError): void {
    if (this.#reason) return;
    this.#reason = reason;
    this.#listener?.(reason);
  }

  /** The listener takes the place of the one before. It is not called for what lies in the past. */
  listen(listener: ((reason: OfoxError) => void) | undefined): void {
    this.#listener = listener;
  }
}

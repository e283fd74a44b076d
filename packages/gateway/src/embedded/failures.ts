import { kindOfStatus, OfoxError } from '@ofoxai/core';
import type { Directives } from './directives.ts';
import { type Sleep, throwIfAborted, untilAborted } from './pause.ts';

/** Carries out what is to go wrong before an answer begins. */
export class Failures {
  readonly #sleep: Sleep;
  /** Requests to each model so far, of those that were asked to be flaky. */
  readonly #requests = new Map<string, number>();

  constructor(sleep: Sleep) {
    this.#sleep = sleep;
  }

  /**
   * Waits as long as it was told to, and fails if it was told to.
   * @throws OfoxError with the status that was asked for, or of kind `aborted`.
   */
  async rehearse(directives: Directives, model: string, signal: AbortSignal): Promise<void> {
    throwIfAborted(signal);
    if (directives.hang) await untilAborted(signal);
    if (directives.slow !== undefined) {
      await this.#sleep(directives.slow, signal);
      throwIfAborted(signal);
    }
    if (directives.error !== undefined) throw failure(directives.error, model, 'error');
    if (directives.flaky !== undefined) {
      const count = (this.#requests.get(model) ?? 0) + 1;
      this.#requests.set(model, count);
      if (count % directives.flaky === 0) throw failure(503, model, 'flaky');
    }
  }
}

function failure(status: number, model: string, directive: string): OfoxError {
  return new OfoxError(
    kindOfStatus(status),
    `The offline model ${model} failed with ${status}, as the directive ${directive} asked it to.`,
    { status, model, ...(status === 429 ? { retryAfterMs: 1000 } : {}) },
  );
}

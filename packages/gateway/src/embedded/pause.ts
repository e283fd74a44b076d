import { OfoxError } from '@ofoxai/core';

/** Waits so many milliseconds, or until the signal, after which it resolves all the same. */
export type Sleep = (ms: number, signal: AbortSignal) => Promise<void>;

/** The platform's own timers. Zero milliseconds let other work have its turn and nothing more. */
export const timerSleep: Sleep = (ms, signal) =>
  new Promise((resolve) => {
    if (ms === 0) {
      setImmediate(resolve);
      return;
    }
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener('abort', end);
    if (signal.aborted) end();
  });

/**
 * Ends the work when the caller has left.
 * @throws OfoxError of kind `aborted`, or the signal's own reason when that is an `OfoxError`.
 */
export function throwIfAborted(signal: AbortSignal): void {
  if (!signal.aborted) return;
  const reason: unknown = signal.reason;
  throw OfoxError.is(reason)
    ? reason
    : new OfoxError('aborted', 'The caller ended the request.', { cause: reason });
}

/** Never resolves; throws when the caller leaves. */
export async function untilAborted(signal: AbortSignal): Promise<never> {
  await new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
  throwIfAborted(signal);
  throw new OfoxError('aborted', 'The caller ended the request.');
}

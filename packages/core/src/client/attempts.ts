import { type Attempt, OfoxError } from '../error.ts';
import { describeAttempt, mostTellingError, triggersFallback } from '../routing/fallback.ts';
import { isOwnLimit } from '../routing/rate-limit.ts';
import { retryWaitMs } from '../routing/retry.ts';
import { abortedBy, type TotalDeadline } from './deadline.ts';
import type { Redactor } from './redact.ts';
import { readAttempts } from './response-info.ts';
import type { Platform } from './transport.ts';

export interface AttemptSettings {
  platform: Platform;
  redactor: Redactor;
  signal: AbortSignal | undefined;
  total: TotalDeadline;
  maxRetries: number;
}

/**
 * Tries the models in order until one answers. A model is given up for the next one as soon as the
 * error triggers a fallback: only the last one is retried after such an error.
 *
 * @param models `undefined` for a request that concerns none; its tries are not told.
 * @throws OfoxError the most telling one, with all attempts and without the key.
 */
export async function runAttempts<T, M extends string | undefined>(
  models: readonly M[],
  settings: AttemptSettings,
  run: (model: M) => Promise<T>,
): Promise<{ value: T; attempts: Attempt[] }> {
  const { platform, redactor } = settings;
  const attempts: Attempt[] = [];
  const errors: OfoxError[] = [];
  let index = 0;
  let retries = 0;
  for (;;) {
    const model = models[index] as M;
    const startedAt = platform.now();
    let error: OfoxError;
    try {
      const value = await run(model);
      record(attempts, model, platform.now() - startedAt);
      return { value, attempts };
    } catch (thrown) {
      if (!OfoxError.is(thrown)) throw thrown;
      error = redactor.error(thrown);
    }
    record(attempts, model, platform.now() - startedAt, error);
    const context = { ownLimit: isOwnLimit(error) };
    if (index + 1 < models.length && triggersFallback(error, context)) {
      errors.push(error);
      index++;
      retries = 0;
      continue;
    }
    const wait = await waitToRetry(error, retries, settings);
    if (wait !== 'retry') {
      const telling = wait ?? mostTellingError(errors, error, context);
      throw telling.with({ attempts });
    }
    retries++;
  }
}

function record(attempts: Attempt[], model: string | undefined, ms: number, error?: OfoxError) {
  if (model === undefined) return;
  const told = error?.headers && readAttempts(error.headers);
  if (told) attempts.push(...told);
  else attempts.push(describeAttempt(model, ms, error));
}

/** Waits as the rules say; otherwise gives `undefined`, or the error of an abort meanwhile. */
async function waitToRetry(
  error: OfoxError,
  retries: number,
  { platform, signal, total, maxRetries }: AttemptSettings,
): Promise<'retry' | OfoxError | undefined> {
  const ms = retryWaitMs(error, { retries, maxRetries, random: platform.random() });
  if (ms === undefined || platform.now() + ms >= total.at) return undefined;
  await sleep(ms, platform, signal);
  return signal?.aborted ? abortedBy(signal.reason) : 'retry';
}

/** Resolves after this many milliseconds, or as soon as the signal is aborted. */
function sleep(ms: number, platform: Platform, signal: AbortSignal | undefined): Promise<void> {
  if (signal?.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const wake = () => {
      cancel();
      signal?.removeEventListener('abort', wake);
      resolve();
    };
    const cancel = platform.after(ms, wake);
    signal?.addEventListener('abort', wake);
  });
}

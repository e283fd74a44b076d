import type { ServerContext } from '@modelcontextprotocol/server';
import type { Clock } from './clock.ts';

export interface ProgressTiming {
  /** Between two notifications at least, in milliseconds. */
  throttleMs: number;
  /** Without any news a sign of life is given after so many milliseconds. */
  heartbeatMs: number;
}

/**
 * Four a second do not flood a client. Clients give up after 60 seconds at the earliest, so a sign
 * of life each ten seconds leaves room for a slow network.
 */
export const DEFAULT_TIMING: Readonly<ProgressTiming> = Object.freeze({
  throttleMs: 250,
  heartbeatMs: 10_000,
});

const LONGEST_MESSAGE = 200;

/** Tells the client how a call gets on, if it asked to be told. */
export interface Progress {
  /** News, in a few words. Too frequent ones are left out. */
  report(message: string): void;
  /** No word after this. */
  stop(): void;
}

const SILENT: Progress = { report() {}, stop() {} };

/** Progress of one request: each notification's figure is greater than the last one's. */
export function startProgress(
  { mcpReq: { _meta: meta, notify, signal } }: Pick<ServerContext, 'mcpReq'>,
  clock: Clock,
  { throttleMs, heartbeatMs }: ProgressTiming = DEFAULT_TIMING,
): Progress {
  const progressToken = meta?.progressToken;
  if (progressToken === undefined) return SILENT;
  const startedAt = clock.now();
  let lastAt = startedAt - throttleMs;
  let figure = 0;
  let news = 'waiting';
  const send = () => {
    const now = clock.now();
    lastAt = now;
    figure++;
    const seconds = Math.round((now - startedAt) / 1000);
    const message = `${news}, ${seconds} s`.slice(0, LONGEST_MESSAGE);
    const params = { progressToken, progress: figure, message };
    // A client that is gone has no use for it.
    notify({ method: 'notifications/progress', params }).catch(() => {});
  };
  const stopBeating = clock.every(heartbeatMs, () => {
    if (clock.now() - lastAt >= heartbeatMs / 2) send();
  });
  let over = false;
  const stop = () => {
    over = true;
    stopBeating();
    signal.removeEventListener('abort', stop);
  };
  signal.addEventListener('abort', stop);
  if (signal.aborted) stop();
  return {
    report(message) {
      news = message;
      if (!over && clock.now() - lastAt >= throttleMs) send();
    },
    stop,
  };
}

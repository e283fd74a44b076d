import type { ServerResponse } from 'node:http';

const MAX_STALL_MS = 120_000;

/**
 * Breaks a connection whose reader takes nothing more of an answer that is complete on our side.
 * Without it, such readers would hold the rest of the answer in memory for ever.
 */
export function endStalled(response: ServerResponse): void {
  if (response.writableLength > 0) response.setTimeout(MAX_STALL_MS, () => response.destroy());
}

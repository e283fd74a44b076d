import { tourCalls } from './calls.ts';
import { failureLines, headerLine, outcomeLines } from './line.ts';
import { nextSteps } from './next-steps.ts';
import type { Paint } from './paint.ts';
import { routedCalls } from './routed-calls.ts';
import { openStage } from './stage.ts';

export interface TourOptions {
  /** Where the gateway listens. */
  url: string;
  /** A key for the tour's calls. */
  key: string;
  /** A key that may call once a minute. */
  limitedKey: string;
  /** The key to show, when there is one in clear. */
  shownKey: string | undefined;
  paint: Paint;
  write(line: string): void;
}

/**
 * Makes a few real calls through a running gateway, tells what came of each, and how to point
 * other tools at it.
 *
 * @returns whether every call did as it should.
 */
export async function runTour(options: TourOptions): Promise<boolean> {
  const { url, paint, write } = options;
  write('');
  write(
    `  ${paint.strong('OfoxAI gateway')} at ${url}, on its embedded provider: no account, no network`,
  );
  write('');
  write(headerLine(paint));
  let succeeded = true;
  const stage = await openStage(url, options.key);
  const calls = [...tourCalls(url, options.key, options.limitedKey), ...routedCalls(stage)];
  for (const { title, run } of calls) {
    const start = performance.now();
    try {
      const outcome = await run();
      const ms = performance.now() - start;
      for (const line of outcomeLines(title, { ...outcome, ms }, paint)) write(line);
    } catch (error) {
      succeeded = false;
      const message = error instanceof Error ? error.message : String(error);
      for (const line of failureLines(title, message, paint)) write(line);
    }
  }
  await stage.close();
  write('');
  write(nextSteps(url, options.shownKey, paint));
  write('');
  return succeeded;
}

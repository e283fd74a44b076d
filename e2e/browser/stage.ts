import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, inject } from 'vitest';
import { openBrowser } from './browser.ts';
import { TestGateway } from './gateway.ts';

/** Whether there is no browser here to test in. */
export const hasNoBrowser = inject('chromium') === undefined;

/** A browser and a gateway for the tests of one file. */
export interface Stage {
  browser: Browser;
  gateway: TestGateway;
}

/** Sets up a stage before the tests of a file, and takes it down after them. */
export function useStage(): Stage {
  const stage = {} as Stage;
  beforeAll(async () => {
    const chromium = inject('chromium');
    if (chromium === undefined) return;
    [stage.browser, stage.gateway] = await Promise.all([
      openBrowser(chromium),
      TestGateway.start(),
    ]);
  });
  afterAll(async () => {
    await Promise.all([stage.browser?.close(), stage.gateway?.kill()]);
  });
  return stage;
}

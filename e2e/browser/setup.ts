import type { TestProject } from 'vitest/node';
import { type Chromium, findChromium } from './browser.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Absent where no browser can be had. */
    chromium: Chromium | undefined;
  }
}

/** Finds the browser once for all files. */
export default async function setup(project: TestProject): Promise<void> {
  try {
    project.provide('chromium', await findChromium());
  } catch (error) {
    if (process.env.CHROMIUM_PATH !== undefined) throw error;
    console.warn(`No browser can be had, so its tests are skipped: ${error}`);
    project.provide('chromium', undefined);
  }
}

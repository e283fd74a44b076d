import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser } from './browser.ts';
import { TestGateway } from './gateway.ts';
import { expectAccessible, open } from './page.ts';
import { TOURS } from './tours.ts';

let browser: Browser;
let gateway: TestGateway;

beforeAll(async () => {
  [browser, gateway] = await Promise.all([openBrowser(), TestGateway.start()]);
});
afterAll(async () => {
  await Promise.all([browser?.close(), gateway?.kill()]);
});

const WINDOWS = [
  ['light', { colorScheme: 'light', viewport: { width: 1360, height: 900 } }],
  ['dark', { colorScheme: 'dark', viewport: { width: 1360, height: 900 } }],
  ['on a phone', { colorScheme: 'light', viewport: { width: 360, height: 740 }, hasTouch: true }],
] as const;

describe.each(TOURS)('$title', ({ hash, visit }) => {
  it.each(WINDOWS)('works %s, is accessible and complains of nothing', async (_, window) => {
    const { page, complaints } = await open(browser, gateway.pageUrl, hash, window);
    await visit(page);
    await expectAccessible(page);
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overflow).toBe(0);
    expect(complaints).toEqual([]);
  });
});

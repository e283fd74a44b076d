import { describe, expect, it } from 'vitest';
import { expectAccessible, open } from './page.ts';
import { hasNoBrowser, useStage } from './stage.ts';
import { TOURS } from './tours.ts';

const stage = useStage();

const WINDOWS = [
  ['light', { colorScheme: 'light', viewport: { width: 1360, height: 900 } }],
  ['dark', { colorScheme: 'dark', viewport: { width: 1360, height: 900 } }],
  ['on a phone', { colorScheme: 'light', viewport: { width: 360, height: 740 }, hasTouch: true }],
] as const;

describe.skipIf(hasNoBrowser).each(TOURS)('$title', ({ hash, visit }) => {
  it.each(WINDOWS)('works %s, is accessible and complains of nothing', async (_, window) => {
    const { page, complaints } = await open(stage.browser, stage.gateway.pageUrl, hash, window);
    await visit(page);
    await expectAccessible(page);
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overflow).toBe(0);
    expect(complaints).toEqual([]);
  });
});

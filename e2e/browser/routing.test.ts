import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { open } from './page.ts';
import { hasNoBrowser, useStage } from './stage.ts';

const stage = useStage();

const openRouting = (strategy: string) =>
  open(stage.browser, stage.gateway.pageUrl, `#/routing?strategy=${strategy}`);

/** Sends one request, and tells what the log says of it once it is over. */
async function sendOne(page: Page): Promise<string> {
  const lines = page.locator('.log li');
  const before = await lines.count();
  await page.getByRole('button', { name: 'Send one' }).click();
  await expect.poll(() => lines.count()).toBe(before + 1);
  return (await lines.first().textContent()) ?? '';
}

describe.skipIf(hasNoBrowser)('the routing', () => {
  it.each([
    ['priority', /^ ?swift/],
    ['cost', /^ ?thrifty/],
  ])('by %s takes its node', async (strategy, chosen) => {
    const { page } = await openRouting(strategy);
    expect(await sendOne(page)).toMatch(chosen);
  });

  it('goes on to the next node, and to the next model', async () => {
    const { page, complaints } = await openRouting('cost');
    const thrifty = page.getByRole('listitem').filter({ hasText: /^ ?thrifty/ });
    await thrifty.getByText('Limited').click();
    expect(await sendOne(page)).toMatch(/thrifty 429 →\s*steady/);
    await page.getByText('It fails everywhere').click();
    expect(await sendOne(page)).toContain('anthropic/claude-haiku-4.5');
    await page
      .getByRole('img', { name: /1 by openai\/gpt-4o on steady, 1 by anthropic\/claude-haiku/ })
      .waitFor();
    expect(complaints).toEqual([]);
  });
});

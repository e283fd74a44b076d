import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { open } from './page.ts';
import { hasNoBrowser, useStage } from './stage.ts';
import { answer, openPlayground } from './talk.ts';

const stage = useStage();

/** Goes on by Tab until something is reached. */
async function tabTo(page: Page, isThere: string): Promise<void> {
  for (let step = 0; step < 60; step += 1) {
    await page.keyboard.press('Tab');
    if (await page.evaluate((selector) => document.activeElement?.matches(selector), isThere))
      return;
  }
  throw new Error(`Tab never reached ${isThere}.`);
}

describe.skipIf(hasNoBrowser)('by keyboard alone', () => {
  it('one asks, and stops the answer', async () => {
    const { page } = await openPlayground(stage, '?model=openai/gpt-4o:pace-40');
    await page.keyboard.press('Tab');
    await page.getByRole('button', { name: 'Skip to the content' }).press('Enter');
    await tabTo(page, '[aria-label=Message]');
    await page.keyboard.type('Write 500 words about keys.');
    await page.keyboard.press('Enter');
    await answer(page).locator('.text-block').first().waitFor();
    await page.keyboard.press('Escape');
    await page.getByText('Stopped. What came so far is kept.').waitFor();
  });

  it('one goes to another view, and reads on where it begins', async () => {
    const { page } = await open(stage.browser, stage.gateway.pageUrl, '');
    await tabTo(page, 'a[href="#/routing"]');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Routing' }).waitFor();
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.textContent))
      .toBe('Routing');
    await tabTo(page, 'button.primary');
    await page.keyboard.press('Enter');
    await tabTo(page, '[name=routing]');
    await page.keyboard.press('ArrowRight');
    await page.getByText('The cheapest that works.').waitFor();
    await page.getByRole('button', { name: 'Stop the traffic' }).press('Enter');
  });

  it('one opens and leaves the settings, and is back where one was', async () => {
    const { page } = await open(stage.browser, stage.gateway.pageUrl, '');
    await tabTo(page, '.connection');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    expect(await page.evaluate(() => document.activeElement?.closest('dialog') !== null)).toBe(
      true,
    );
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    const focused = () => page.evaluate(() => document.activeElement?.className);
    await expect.poll(focused).toBe('connection');
  });
});

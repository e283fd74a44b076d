import { describe, expect, it } from 'vitest';
import { hasNoBrowser, useStage } from './stage.ts';
import { answer, openPlayground } from './talk.ts';

const stage = useStage();

describe.skipIf(hasNoBrowser)('the page', () => {
  it('stays quick in an answer of 5,000 lines', async () => {
    const { page } = await openPlayground(stage, '?model=x-ai/grok-4.5');
    const lines = Array.from({ length: 5000 }, (_, index) => `Wave ${index + 1}`);
    // Typed letter by letter, so much text would take longer than its answer.
    await page.getByLabel('Message').evaluate(
      (box: HTMLTextAreaElement, text) => {
        box.value = text;
        box.dispatchEvent(new Event('input', { bubbles: true }));
      },
      `Repeat after me: ${lines.join('\n')}`,
    );
    await page.getByRole('button', { name: 'Send' }).click();
    await answer(page).locator('.text-block').first().waitFor();
    const longestWait = page.evaluate(async () => {
      let longest = 0;
      while (!document.querySelector('.answer .figures')) {
        const before = performance.now();
        await new Promise((resolve) => requestAnimationFrame(resolve));
        longest = Math.max(longest, performance.now() - before);
      }
      return longest;
    });
    await answer(page).locator('.figures').waitFor({ timeout: 45_000 });
    // Far more than a frame, as machines that test are busy; far less than laying it all out anew.
    expect(await longestWait).toBeLessThan(2000);
    expect(await answer(page).locator('.text-block').count()).toBe(5000 / 40);
    await answer(page).getByText('Wave 5000').waitFor();
    await page.getByLabel('Message').fill('Still here');
  });
});

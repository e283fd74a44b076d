import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { hasNoBrowser, useStage } from './stage.ts';
import { answer, openPlayground } from './talk.ts';

const stage = useStage();

/** What showing an answer took: figures of work, which do not depend on how busy the machine is. */
interface Work {
  /** Times that the answer's text was drawn. */
  draws: number;
  /** Frames that the browser made meanwhile. */
  frames: number;
  /** Elements and texts added by the busiest drawing. */
  mostAdded: number;
  /** Elements and texts added in all. */
  added: number;
}

/** Counts the work from now until the answer is over. */
function watchWork(page: Page): Promise<Work> {
  return page.evaluate(
    () =>
      new Promise<Work>((resolve) => {
        const work = { draws: 0, frames: 0, mostAdded: 0, added: 0 };
        const observer = new MutationObserver((records) => {
          const inText = records.filter(({ target }) => {
            const element = target instanceof Element ? target : target.parentElement;
            return element?.closest('.answer-text');
          });
          if (inText.length === 0) return;
          let added = 0;
          for (const { addedNodes } of inText) {
            for (const node of addedNodes) {
              added += 1 + (node instanceof Element ? node.querySelectorAll('*').length : 0);
            }
          }
          work.draws += 1;
          work.added += added;
          work.mostAdded = Math.max(work.mostAdded, added);
        });
        observer.observe(document.body, { childList: true, characterData: true, subtree: true });
        const onFrame = () => {
          work.frames += 1;
          if (!document.querySelector('.answer .figures')) requestAnimationFrame(onFrame);
          else {
            observer.disconnect();
            resolve(work);
          }
        };
        requestAnimationFrame(onFrame);
      }),
  );
}

async function say(page: Page, text: string): Promise<void> {
  // Typed letter by letter, a long text would take longer than its answer.
  await page.getByLabel('Message').evaluate((box: HTMLTextAreaElement, value) => {
    box.value = value;
    box.dispatchEvent(new Event('input', { bubbles: true }));
  }, text);
  await page.getByRole('button', { name: 'Send' }).click();
}

describe.skipIf(hasNoBrowser)('an answer', () => {
  it('of 500 tokens a second is drawn at most once a frame, and only where it grows', async () => {
    const { page } = await openPlayground(stage, '?model=openai/gpt-4o:pace-2');
    const watched = watchWork(page);
    await say(page, 'Write 1500 words about rivers.');
    const work = await watched;
    // One more for the last, which does not wait for a frame.
    expect(work.draws).toBeLessThanOrEqual(work.frames + 1);
    expect(work.mostAdded).toBeLessThan(60);
    const text = (await answer(page).locator('.answer-text').textContent()) ?? '';
    expect(text.split(/\s+/).length).toBeGreaterThan(1400);
  });

  it('of 5,000 lines costs no more at its end than at its beginning', async () => {
    const { page } = await openPlayground(stage, '?model=x-ai/grok-4.5');
    const lines = Array.from({ length: 5000 }, (_, index) => `Wave ${index + 1}`);
    const watched = watchWork(page);
    await say(page, `Repeat after me: ${lines.join('\n')}`);
    const work = await watched;
    const blocks = answer(page).locator('.text-block');
    expect(await blocks.count()).toBe(5000 / 40);
    await answer(page).getByText('Wave 5000').waitFor();
    expect(work.draws).toBeLessThanOrEqual(work.frames + 1);
    // Each block is made once while it grows and once when it is done: an element, a paragraph, a text.
    expect(work.added).toBeLessThan((5000 / 40) * 10);
    // What is out of sight is not laid out.
    expect(
      await blocks.first().evaluate((block) => getComputedStyle(block).contentVisibility),
    ).toBe('auto');
    await page.getByLabel('Message').fill('Still here');
  });

  it('is waited for without motion by those who want none', async () => {
    const moving = (page: Page) =>
      page
        .waitForSelector('.waiting')
        .then(() => page.evaluate(() => document.getAnimations().length));
    const model = '?model=openai/gpt-4o:slow-2000&message=Hello';
    for (const [reducedMotion, expected] of [
      ['reduce', 0],
      ['no-preference', 1],
    ] as const) {
      const { page } = await openPlayground(stage, model);
      await page.emulateMedia({ reducedMotion });
      await page.getByRole('button', { name: 'Send' }).click();
      expect(await moving(page)).toBe(expected);
    }
  });
});

import type { Page } from 'playwright-core';
import { describe, expect, it, onTestFinished } from 'vitest';
import { TestGateway } from './gateway.ts';
import { open } from './page.ts';
import { hasNoBrowser, useStage } from './stage.ts';
import { answer, ask, openPlayground } from './talk.ts';

const stage = useStage();

describe.skipIf(hasNoBrowser)('trouble', () => {
  it('with the key is told, and helped by the settings', async () => {
    const closed = await TestGateway.start('--key', 'sk-test-browser');
    onTestFinished(() => closed.kill());
    const { page } = await open(stage.browser, closed.pageUrl, '');
    await page.getByText('This gateway asks for a key.').waitFor();
    await useKey(page, 'sk-test-wrong-key');
    await ask(page, 'Hello');
    await page.getByText('The key was not accepted.').waitFor();
    await useKey(page, 'sk-test-browser');
    await page.getByRole('button', { name: 'Send it again' }).click();
    await page.getByText('Requests left').waitFor();
    const stored = await page.evaluate(() =>
      JSON.stringify({ ...localStorage, ...sessionStorage }),
    );
    expect(stored).toBe('{}');
  });

  it('of a gateway that dies in mid-stream is survived', async () => {
    const mortal = await TestGateway.start();
    onTestFinished(() => mortal.kill());
    const hash = '#/playground?model=openai/gpt-4o:pace-40';
    const { page } = await open(stage.browser, mortal.pageUrl, hash);
    await ask(page, 'Write 500 words about rivers.');
    await answer(page).locator('.text-block').first().waitFor();
    await mortal.kill();
    await page.getByText('The answer broke off in the middle.').waitFor();
    await page.getByRole('button', { name: 'Send it again' }).click();
    await page.getByText('The gateway cannot be reached.').waitFor();
    await page.getByText('does not answer.').waitFor();
    await mortal.run();
    await page.getByText('does not answer.').waitFor({ state: 'detached' });
    await page.getByLabel('Goes wrong on purpose').selectOption('');
    await page.getByRole('button', { name: 'New conversation' }).click();
    await ask(page, 'Count to 3.');
    await answer(page).getByText('1, 2, 3').waitFor();
  });

  it('with the network is told, and over when it is over', async () => {
    const { page } = await openPlayground(stage);
    await page.context().setOffline(true);
    await ask(page, 'Count to 3.');
    await page.getByText('The gateway cannot be reached.').waitFor();
    await page.context().setOffline(false);
    await page.getByRole('button', { name: 'Send it again' }).click();
    await answer(page).getByText('1, 2, 3').waitFor();
  });
});

async function useKey(page: Page, key: string): Promise<void> {
  await page.getByRole('button', { name: /open the settings/ }).click();
  await page.getByLabel('Key', { exact: true }).fill(key);
  await page.getByRole('button', { name: 'Use this key' }).click();
}

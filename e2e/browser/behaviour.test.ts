import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { openBrowser } from './browser.ts';
import { TestGateway } from './gateway.ts';
import { open } from './page.ts';

let browser: Browser;
let gateway: TestGateway;

beforeAll(async () => {
  [browser, gateway] = await Promise.all([openBrowser(), TestGateway.start()]);
});
afterAll(async () => {
  await Promise.all([browser?.close(), gateway?.kill()]);
});

const playground = (params = '') => open(browser, gateway.pageUrl, `#/playground${params}`);
const answer = (page: Page) => page.locator('.answer').last();

async function ask(page: Page, text: string): Promise<void> {
  await page.getByLabel('Message').fill(text);
  await page.getByLabel('Message').press('Enter');
}

describe('the playground', () => {
  it.each(['openai', 'anthropic', 'gemini'])('streams on the %s wire', async (protocol) => {
    const { page } = await playground(`?protocol=${protocol}&model=openai/gpt-4o`);
    await ask(page, 'Count to 5.');
    await answer(page).getByText('1, 2, 3, 4, 5').waitFor();
    await page.getByText('Answer', { exact: true }).click();
    const used = page.locator('.wire .used');
    const framing =
      protocol === 'gemini' ? 'candidates' : protocol === 'openai' ? '[DONE]' : 'message_stop';
    await used.getByText(framing).first().waitFor();
  });

  it('stops the upstream when it is told to', async () => {
    const { page } = await playground('?model=openai/gpt-4o:pace-40');
    await ask(page, 'Write 2000 words about rivers.');
    await answer(page).locator('.text-block').first().waitFor();
    expect(await gateway.metric('ofox_requests_in_flight')).toBe(2);
    await page.getByRole('button', { name: 'Stop' }).click();
    await page.getByText('Stopped. What came so far is kept.').waitFor();
    await expect.poll(() => gateway.metric('ofox_requests_in_flight')).toBe(1);
    await page.getByRole('button', { name: 'Send' }).waitFor();
  });

  it('takes tool calls answered by the page and by hand', async () => {
    const { page } = await playground('?tools=get_weather&model=google/gemini-3-flash-preview');
    await ask(page, 'What is the weather in Lisbon and Oslo?');
    await page.getByRole('button', { name: 'Run it here' }).first().click();
    await page.getByLabel('Answer of get_weather').nth(1).fill('The station is silent');
    await page.getByLabel('It failed').nth(1).check();
    await page.getByRole('button', { name: 'Give the answers to the model' }).click();
    await answer(page).getByText('get_weather failed: The station is silent').waitFor();
    await answer(page)
      .getByText(/"city":"Lisbon"/)
      .waitFor();
  });

  it('sends images, and satisfies a schema', async () => {
    const { page } = await playground();
    const pixel =
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==';
    const file = { name: 'dot.png', mimeType: 'image/png', buffer: Buffer.from(pixel, 'base64') };
    await page.getByLabel('Images to send').setInputFiles(file);
    await page.getByAltText('dot.png').waitFor();
    await ask(page, 'What is this?');
    await answer(page)
      .getByText(/1 ?[x×] ?1/)
      .waitFor();
    await page.getByRole('button', { name: 'New conversation' }).click();
    await page.getByRole('button', { name: /Demand a form/ }).click();
    await answer(page).getByText('"name":"Ada"').waitFor();
  });

  it('falls back, and tells what was tried', async () => {
    const { page } = await playground();
    await page.getByRole('button', { name: /Break it on purpose/ }).click();
    const tried = page.getByLabel('What was tried');
    await tried.getByText('openai/gpt-4o:error-503 on embedded: unavailable (503)').waitFor();
    await tried.getByText('anthropic/claude-haiku-4.5 on embedded: answered').waitFor();
  });

  it('keeps what came of a broken stream, and sends it again', async () => {
    const { page } = await playground();
    await page.getByRole('button', { name: /Cut the stream/ }).click();
    await page.getByText('The answer broke off in the middle.').waitFor();
    await page.getByText(/req_[0-9a-f]{32}/).waitFor();
    expect(await answer(page).locator('.text-block').textContent()).toMatch(/.{20}/);
    await page.getByLabel('Goes wrong on purpose').selectOption('');
    await page.getByRole('button', { name: 'Send it again' }).click();
    await page.getByText('Requests left').waitFor();
    expect(await page.getByRole('alert').count()).toBe(0);
  });

  it('stays quick in an answer of 5,000 lines', async () => {
    const { page } = await playground('?model=x-ai/grok-4.5');
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

  it('is where a link leads', async () => {
    const link = '?model=anthropic/claude-haiku-4.5&effort=high&protocol=openai&message=Hello';
    const { page } = await playground(link);
    expect(await page.getByRole('combobox', { name: 'Model', exact: true }).inputValue()).toBe(
      'anthropic/claude-haiku-4.5',
    );
    expect(await page.getByLabel('Thinking').inputValue()).toBe('high');
    expect(await page.getByLabel('Message').inputValue()).toBe('Hello');
  });

  it('is used by keyboard alone', async () => {
    const { page } = await playground();
    await page.keyboard.press('Tab');
    await page.getByRole('button', { name: 'Skip to the content' }).press('Enter');
    for (let step = 0; step < 30; step += 1) {
      await page.keyboard.press('Tab');
      const label = await page.evaluate(() => document.activeElement?.getAttribute('aria-label'));
      if (label === 'Message') break;
    }
    await page.keyboard.type('Count to 3.');
    await page.keyboard.press('Enter');
    await answer(page).getByText('1, 2, 3').waitFor();
  });
});

describe('trouble', () => {
  it('with the key is told, and helped by the settings', async () => {
    const closed = await TestGateway.start('--key', 'sk-test-browser');
    onTestFinished(() => closed.kill());
    const { page } = await open(browser, closed.pageUrl, '');
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
    const { page } = await open(browser, mortal.pageUrl, hash);
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
    const { page } = await playground();
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

import type { Page } from 'playwright-core';
import { type OpenPage, open } from './page.ts';
import type { Stage } from './stage.ts';

/** Opens the playground. @param params such as `?model=openai/gpt-4o`. */
export function openPlayground({ browser, gateway }: Stage, params = ''): Promise<OpenPage> {
  return open(browser, gateway.pageUrl, `#/playground${params}`);
}

/** The last answer of a conversation. */
export const answer = (page: Page) => page.locator('.answer').last();

/** Says something in a conversation. */
export async function ask(page: Page, text: string): Promise<void> {
  await page.getByLabel('Message').fill(text);
  await page.getByLabel('Message').press('Enter');
}

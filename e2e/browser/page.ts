import AxeModule from 'axe-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { expect, onTestFinished } from 'vitest';

/** What a browser logs when a connection breaks, which it does whatever the page does about it. */
const NETWORK = /^Failed to load resource: /;

/** A page in a browser window of its own, closed after the test. */
export interface OpenPage {
  page: Page;
  /** What the page has complained about; network failures are not the page's own. */
  complaints: string[];
}

/** Opens the page at one of its views. @param hash such as `#/compare`. */
export async function open(
  browser: Browser,
  url: string,
  hash: string,
  options: BrowserContextOptions = {},
): Promise<OpenPage> {
  const context = await browser.newContext({ reducedMotion: 'reduce', ...options });
  onTestFinished(() => context.close());
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    const isBad = message.type() === 'error' || message.type() === 'warning';
    if (isBad && !NETWORK.test(message.text())) complaints.push(message.text());
  });
  await page.goto(url + hash);
  await page.getByRole('heading', { level: 1 }).waitFor();
  return { page, complaints };
}

interface Violation {
  id: string;
  nodes: { html: string; failureSummary?: string }[];
}

/** Scans the page by axe's rules. */
export async function expectAccessible(page: Page): Promise<void> {
  // As an expression of the test's side, the script is no concern of the page's security policy.
  const violations = (await page.evaluate(
    `${AxeModule.source}; axe.run().then((result) => result.violations)`,
  )) as Violation[];
  const told = violations.map(({ id, nodes }) => [id, nodes[0]?.html, nodes[0]?.failureSummary]);
  expect(told).toEqual([]);
}

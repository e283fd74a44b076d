import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { open } from './page.ts';
import { hasNoBrowser, useStage } from './stage.ts';
import { openPlayground } from './talk.ts';

const stage = useStage();

const fieldValue = (label: string) => (page: Page) =>
  page.getByLabel(label, { exact: true }).first().inputValue();

const modelOf = (page: Page) => page.getByRole('combobox', { name: 'Model', exact: true });

describe.skipIf(hasNoBrowser)('a link leads', () => {
  it('to what was chosen in the playground', async () => {
    const link = '?model=anthropic/claude-haiku-4.5&effort=high&protocol=openai&message=Hello';
    const { page } = await openPlayground(stage, link);
    expect(await modelOf(page).inputValue()).toBe('anthropic/claude-haiku-4.5');
    expect(await page.getByLabel('Thinking').inputValue()).toBe('high');
    expect(await page.getByLabel('Message').inputValue()).toBe('Hello');
  });

  it.each([
    [
      '#/compare?models=openai/gpt-4o,z-ai/glm-5v-turbo&prompt=Why%3F',
      fieldValue('Prompt'),
      'Why?',
    ],
    ['#/embeddings?texts=one%0Atwo', fieldValue('Texts, one a line'), 'one\ntwo'],
    ['#/images?prompt=A+boat', fieldValue('What it should show'), 'A boat'],
    [
      '#/use-it-in?tool=n8n&model=openai/gpt-4o',
      (page: Page) => modelOf(page).inputValue(),
      'openai/gpt-4o',
    ],
    [
      '#/use-it-in?tool=langchain',
      (page: Page) => page.locator('.snippet h2').textContent(),
      'LangChain',
    ],
    [
      '#/routing?strategy=cost',
      (page: Page) => page.getByRole('radio', { name: 'Cost' }).isChecked().then(String),
      'true',
    ],
    ['#/nowhere', (page: Page) => page.locator('h1').textContent(), 'Playground'],
  ])('to %s', async (hash, read, expected) => {
    const { page, complaints } = await open(stage.browser, stage.gateway.pageUrl, hash);
    await expect.poll(() => read(page)).toBe(expected);
    expect(complaints).toEqual([]);
  });

  it('back to the view before', async () => {
    const { page } = await open(stage.browser, stage.gateway.pageUrl, '#/status');
    await page.getByRole('link', { name: 'Compare' }).click();
    await page.getByRole('heading', { level: 1, name: 'Compare' }).waitFor();
    await page.goBack();
    await page.getByRole('heading', { level: 1, name: 'Status' }).waitFor();
  });
});

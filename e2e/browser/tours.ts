import type { Page } from 'playwright-core';

/** One view, and what a visitor does in it. */
export interface Tour {
  title: string;
  hash: string;
  /** Ends when the view shows what it is for. */
  visit(page: Page): Promise<void>;
}

const click = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).click();

/** All views, each with something to be seen in it. */
export const TOURS: readonly Tour[] = [
  {
    title: 'The first look',
    hash: '',
    visit: (page) => page.getByText('One key and one address').waitFor(),
  },
  {
    title: 'The playground',
    hash: '#/playground',
    async visit(page) {
      await click(page, /Let it think first/);
      await page.locator('.answer > .answer-text').getByText('17 * 23 = 391.').waitFor();
      await page.getByText('Requests left').waitFor();
      await page.getByText('sent like this').waitFor();
    },
  },
  {
    title: 'A tool call',
    hash: '#/playground',
    async visit(page) {
      await click(page, /Give it tools/);
      await page.getByRole('button', { name: 'Run it here' }).nth(1).waitFor();
    },
  },
  {
    title: 'A broken stream',
    hash: '#/playground',
    async visit(page) {
      await click(page, /Cut the stream/);
      await page.getByRole('alert').waitFor();
    },
  },
  {
    title: 'The switch of providers',
    hash: '#/switch',
    async visit(page) {
      const steps = [
        ['anthropic/claude-sonnet-4.5', /get_weather answered/],
        ['openai/gpt-4o', '17 * 23 = 391.'],
        ['google/gemini-3-flash-preview', /You said:/],
        ['anthropic/claude-sonnet-4.5', 'the same conversation, back again'],
      ] as const;
      for (const [model, answer] of steps) {
        await click(page, new RegExp(`^(Begin|Next): ${model}`));
        await page.locator('.answer > .answer-text').getByText(answer).first().waitFor();
      }
      await page.getByText('signed by Gemini').first().waitFor();
    },
  },
  {
    title: 'Routing',
    hash: '#/routing',
    async visit(page) {
      await click(page, 'Start the traffic');
      const swift = page.getByRole('listitem').filter({ hasText: /^ ?swift/ });
      await swift.getByText(/Answered[1-9]/).waitFor();
      await swift.getByText('Broken').click();
      await swift.getByText('circuit open').waitFor();
      await page
        .getByText(/swift 503/)
        .first()
        .waitFor();
      await click(page, 'Stop the traffic');
    },
  },
  {
    title: 'The comparison',
    hash: '#/compare',
    async visit(page) {
      await click(page, 'Ask all');
      await page.getByRole('table').getByText('anthropic/claude-sonnet-4.5').waitFor();
      await page.getByRole('button', { name: 'Ask all' }).waitFor();
    },
  },
  {
    title: 'Embeddings',
    hash: '#/embeddings',
    async visit(page) {
      await click(page, 'Place them');
      await page.getByLabel('Search by meaning').fill('bread in the oven');
      await click(page, 'Search');
      await page.locator('.plane-list .best').first().getByText(/bread/i).waitFor();
    },
  },
  {
    title: 'Images',
    hash: '#/images',
    async visit(page) {
      await click(page, 'Draw');
      await page.getByRole('link', { name: 'Download picture 2' }).waitFor();
    },
  },
  {
    title: 'The status',
    hash: '#/status',
    async visit(page) {
      await page.getByRole('heading', { name: 'What went wrong' }).waitFor();
      await page.getByText('of 1,200').waitFor();
      await page.getByLabel('Search the models').fill('claude sonnet');
      await page.getByRole('rowheader', { name: 'anthropic/claude-sonnet-4.5' }).waitFor();
    },
  },
  {
    title: 'The snippets',
    hash: '#/use-it-in',
    async visit(page) {
      await page.getByLabel('Write my key into the snippet').check();
      await page.getByText(/Bearer sk-ofox-/).waitFor();
      await page.getByLabel('Write my key into the snippet').uncheck();
    },
  },
  {
    title: 'The settings',
    hash: '',
    async visit(page) {
      await click(page, /open the settings/);
      await page.getByRole('dialog').waitFor();
    },
  },
];

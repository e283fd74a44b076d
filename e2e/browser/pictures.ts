// Takes the pictures of docs/images: each view in light and dark. Needs the gateway and the page built.
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { findChromium, openBrowser } from './browser.ts';
import { TestGateway } from './gateway.ts';
import { TOURS } from './tours.ts';

const FOLDER = fileURLToPath(new URL('../../docs/images/', import.meta.url));
const PICTURED: Record<string, string> = {
  'The first look': 'start',
  'The playground': 'playground',
  'A tool call': 'tools',
  'The switch of providers': 'switch',
  Routing: 'routing',
  'The comparison': 'compare',
  Embeddings: 'embeddings',
  Images: 'images',
  'The status': 'status',
  'The snippets': 'use-it-in',
};

mkdirSync(FOLDER, { recursive: true });
const browser = await openBrowser(await findChromium());
const gateway = await TestGateway.start();
for (const colorScheme of ['light', 'dark'] as const) {
  for (const { title, hash, visit } of TOURS) {
    const name = PICTURED[title];
    if (name === undefined) continue;
    const page = await browser.newPage({
      colorScheme,
      reducedMotion: 'reduce',
      viewport: { width: 1280, height: 860 },
    });
    await page.goto(gateway.pageUrl + hash);
    await visit(page);
    await page.evaluate(() => scrollTo(0, 0));
    await page.screenshot({ path: `${FOLDER}${name}-${colorScheme}.png` });
    await page.close();
  }
}
await Promise.all([browser.close(), gateway.kill()]);

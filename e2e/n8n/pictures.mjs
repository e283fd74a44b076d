// Drives n8n's editor as a user would, and keeps pictures of it in docs/images: the node creator, a
// node with its options after a run, the canvas after a run, and the log with tokens and cost.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KEY, startGateway } from './lib/gateway.mjs';
import { installPackage, OWNER, startHost } from './lib/host.mjs';
import { stopAll } from './lib/processes.mjs';
import { logIn } from './lib/rest.mjs';
import { readSamples } from './lib/samples.mjs';
import { ensurePackage, installN8n, ROOT } from './lib/toolchain.mjs';

const CHROMIUM = '/usr/bin/chromium';
const IMAGES = join(ROOT, 'docs', 'images');
const AGENT = 'agent-with-tools.json';

// The browser's driver belongs to the tests of the page.
const require = createRequire(join(ROOT, 'e2e', 'browser', 'package.json'));
const { chromium, selectors } = require('playwright-core');
selectors.setTestIdAttribute('data-test-id');

ensurePackage('chromium', CHROMIUM);
mkdirSync(IMAGES, { recursive: true });
const home = mkdtempSync(join(tmpdir(), 'ofox-n8n-'));
try {
  const { url, agentId } = await startEditor();
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
  const page = await browser.newPage({ viewport: { width: 1400, height: 860 } });
  page.setDefaultTimeout(120_000);
  try {
    await signIn(page, url);
    await addNode(page, url);
    await runNode(page);
    await runAgent(page, `${url}/workflow/${agentId}`);
  } finally {
    await browser.close();
  }
} finally {
  await stopAll();
  rmSync(home, { recursive: true, force: true });
}

async function startEditor() {
  const runtime = installN8n();
  installPackage(home);
  const [gateway, host] = await Promise.all([startGateway(), startHost(runtime, home)]);
  const n8n = await logIn(host.url, OWNER);
  const credential = { name: 'OfoxAI', type: 'ofoxAiApi' };
  const data = { apiKey: KEY, baseUrl: gateway.url };
  const { id } = await n8n.call('POST', '/rest/credentials', { ...credential, data });
  const samples = readSamples({ id, name: credential.name });
  const workflow = await n8n.createWorkflow(samples.find(({ file }) => file === AGENT).sample);
  return { url: host.url, agentId: workflow.id };
}

async function signIn(page, url) {
  await page.goto(`${url}/signin`);
  await page.locator('input[type=email], input[name=emailOrLdapLoginId]').fill(OWNER.email);
  await page.locator('input[type=password]').fill(OWNER.password);
  await page.locator('input[type=password]').press('Enter');
  await page.waitForURL((address) => !address.pathname.includes('signin'));
}

/** Finds our node in the node creator and takes one of its actions onto a new canvas. */
async function addNode(page, url) {
  const items = page.getByTestId('node-creator-item-name');
  await page.goto(`${url}/workflow/new`);
  await page.getByTestId('canvas-plus-button').click();
  await page.getByTestId('node-creator-search-bar').fill('ofox');
  await items.filter({ hasText: 'OfoxAI Chat Model' }).waitFor();
  await items.filter({ hasText: /^OfoxAI$/ }).click();
  await items.filter({ hasText: 'Complete a chat' }).waitFor();
  await keep(page, 'n8n-creator');
  await items.filter({ hasText: 'Complete a chat' }).click();
}

async function runNode(page) {
  const field = (name) => page.getByTestId(`parameter-input-${name}`);
  await field('content').locator('textarea').fill('What is a fox, in one sentence?');
  for (const option of ['Fallback Models', 'Sampling Temperature']) {
    await page.getByTestId('collection-parameter-add').last().click();
    const choices = page.getByTestId('collection-parameter-option');
    await choices.filter({ hasText: option }).first().click();
  }
  await field('fallback').locator('input').fill('anthropic/claude-haiku-4.5');
  await page.getByTestId('node-execute-button').click();
  const output = page.getByTestId('output-panel');
  await output.getByTestId('radio-button-json').click();
  await output.getByText('requestId').waitFor();
  await page.getByTestId('collection-parameter-add').last().scrollIntoViewIfNeeded();
  await keep(page, 'n8n-node');
  await page.getByTestId('ndv-close-button').click();
  await page.getByTestId('canvas-node-status-success').nth(1).waitFor();
  await keep(page, 'n8n-run');
}

async function runAgent(page, address) {
  await page.goto(address);
  await page.getByTestId('execute-workflow-button').click();
  await page.getByTestId('canvas-node-status-success').nth(4).waitFor();
  await page.getByTestId('zoom-to-fit').click();
  await keep(page, 'n8n-canvas');
  await page.getByTestId('logs-overview-header').click();
  const logs = page.getByTestId('logs-panel');
  await logs.getByText('OfoxAI Chat Model').first().click();
  await page.getByTestId('log-details').getByTestId('radio-button-table').last().click();
  await page.getByTestId('log-details').getByText('cost').first().waitFor();
  await keep(page, 'n8n-log');
}

/** Takes the picture once nothing moves any more and no message covers a corner. */
async function keep(page, name) {
  await page.mouse.move(0, 0);
  await page.locator('.el-notification').first().waitFor({ state: 'detached' });
  await page.evaluate(() =>
    Promise.all(document.getAnimations().map((animation) => animation.finished.catch(() => {}))),
  );
  await page.screenshot({ path: join(IMAGES, `${name}.png`) });
}

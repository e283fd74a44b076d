// Photographs the agent of the sample workflows on n8n's canvas, into docs/images.
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KEY, startGateway } from './lib/gateway.mjs';
import { installPackage, OWNER, startHost } from './lib/host.mjs';
import { stopAll } from './lib/processes.mjs';
import { logIn } from './lib/rest.mjs';
import { ensurePackage, installN8n, ROOT } from './lib/toolchain.mjs';

const CHROMIUM = '/usr/bin/chromium';
const IMAGES = join(ROOT, 'docs', 'images');
const require = createRequire(join(ROOT, 'e2e', 'browser', 'package.json'));
const { chromium, selectors } = require('playwright-core');
selectors.setTestIdAttribute('data-test-id');

ensurePackage('chromium', CHROMIUM);
mkdirSync(IMAGES, { recursive: true });
const home = mkdtempSync(join(tmpdir(), 'ofox-n8n-'));
const runtime = installN8n();
try {
  installPackage(home);
  const [gateway, host] = await Promise.all([startGateway(), startHost(runtime, home)]);
  const n8n = await logIn(host.url, OWNER);
  const data = { apiKey: KEY, baseUrl: gateway.url };
  const { id } = await n8n.call('POST', '/rest/credentials', {
    ...{ name: 'OfoxAI', type: 'ofoxAiApi', data },
  });
  const file = join(ROOT, 'examples', 'n8n', 'agent-with-tools.json');
  const { id: _, ...sample } = JSON.parse(readFileSync(file, 'utf8'));
  for (const { credentials } of sample.nodes) {
    if (credentials?.ofoxAiApi) credentials.ofoxAiApi = { id, name: 'OfoxAI' };
  }
  const workflow = await n8n.createWorkflow(sample);
  await photograph(host.url, workflow.id);
} finally {
  await stopAll();
  rmSync(home, { recursive: true, force: true });
}

async function photograph(url, workflowId) {
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
  const page = await browser.newPage({ viewport: { width: 1400, height: 860 } });
  page.setDefaultTimeout(20_000);
  try {
    await page.goto(`${url}/signin`);
    await page.locator('input[type=email], input[name=emailOrLdapLoginId]').fill(OWNER.email);
    await page.locator('input[type=password]').fill(OWNER.password);
    await page.locator('input[type=password]').press('Enter');
    await page.waitForURL((address) => !address.pathname.includes('signin'));
    await page.goto(`${url}/workflow/${workflowId}`);
    await page.getByTestId('canvas-node').first().waitFor();
    await page.waitForTimeout(1500);
    await page.screenshot({ path: join(IMAGES, 'n8n-canvas.png') });
  } finally {
    await browser.close();
  }
}

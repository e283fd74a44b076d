import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium } from 'playwright-core';

/** The last one that takes Node 20; a Chromium within a package, for machines that have none. */
const PACKAGED = '@sparticuz/chromium@147.0.0';
const INSTALLED = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** The part of `@sparticuz/chromium` that is used. */
interface PackagedChromium {
  executablePath(): Promise<string>;
  args: string[];
}

/** Opens the machine's own Chromium, or one from the package registry. */
export async function openBrowser(): Promise<Browser> {
  const executablePath = process.env.CHROMIUM_PATH ?? INSTALLED.find((path) => existsSync(path));
  if (executablePath !== undefined) {
    return chromium.launch({ executablePath, args: ['--no-sandbox'] });
  }
  const { default: packaged } = (await import(fetchPackaged())) as { default: PackagedChromium };
  return chromium.launch({
    executablePath: await packaged.executablePath(),
    args: packaged.args,
  });
}

function fetchPackaged(): string {
  const folder = join(tmpdir(), 'ofox-browser-tests');
  const entry = join(folder, 'node_modules/@sparticuz/chromium/build/esm/index.js');
  if (!existsSync(entry)) {
    const flags = ['--no-save', '--no-audit', '--no-fund', '--no-package-lock', '--prefix', folder];
    execFileSync('npm', ['install', ...flags, PACKAGED], { stdio: 'ignore' });
  }
  return pathToFileURL(entry).href;
}

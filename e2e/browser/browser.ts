import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium } from 'playwright-core';

/** A Chromium within a package, for Linux on x64; the last version that takes Node 20. */
const PACKAGED = '@sparticuz/chromium@147.0.0';
const INSTALLED = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** How to start a Chromium. */
export interface Chromium {
  executablePath: string;
  /** What its process is told besides the environment of this one. */
  env: Record<string, string>;
}

/**
 * Finds the machine's own Chromium, or fetches one from the package registry.
 *
 * @throws Error when there is none and none can be had.
 */
export async function findChromium(): Promise<Chromium> {
  const executablePath = process.env.CHROMIUM_PATH ?? INSTALLED.find((path) => existsSync(path));
  if (executablePath !== undefined) return { executablePath, env: {} };
  // So told, the package also unpacks the libraries and fonts that a bare machine lacks.
  process.env.AWS_LAMBDA_JS_RUNTIME ??= 'nodejs20.x';
  const { default: packaged } = (await import(fetchPackaged())) as {
    default: { executablePath(): Promise<string> };
  };
  return {
    executablePath: await packaged.executablePath(),
    env: {
      LD_LIBRARY_PATH: join(tmpdir(), 'al2023/lib'),
      FONTCONFIG_PATH: join(tmpdir(), 'fonts'),
    },
  };
}

/** Starts a Chromium without a window. */
export function openBrowser({ executablePath, env }: Chromium): Promise<Browser> {
  return chromium.launch({
    executablePath,
    args: ['--no-sandbox'],
    env: { ...process.env, ...env },
  });
}

function fetchPackaged(): string {
  const folder = join(tmpdir(), 'ofox-browser-tests');
  const entry = join(folder, 'node_modules/@sparticuz/chromium/build/esm/index.js');
  if (!existsSync(entry)) {
    const flags = ['--no-save', '--no-audit', '--no-fund', '--no-package-lock', '--prefix', folder];
    execFileSync('npm', ['install', ...flags, PACKAGED], { stdio: 'ignore', timeout: 300_000 });
  }
  return pathToFileURL(entry).href;
}

import { execFile, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { shownAs } from './output.ts';
import { blocksOf, pages } from './pages.ts';
import { useReadersGateway } from './readers-gateway.ts';

const runs = pages.flatMap((page) =>
  blocksOf(page)
    .filter(({ language, name }) => language === 'sh' && name !== '')
    .map((block) => ({ ...block, title: `${page.path} ${block.name}` })),
);

const hasCurl = spawnSync('curl', ['--version']).status === 0;
if (!hasCurl) console.warn('Commands in the pages are not run: curl is not installed.');

describe.skipIf(!hasCurl)('commands in the pages', () => {
  useReadersGateway();

  let folder = '';
  beforeAll(async () => {
    folder = mkdtempSync(fileURLToPath(new URL('../../node_modules/.docs-', import.meta.url)));
    await bundleGateway(join(folder, 'dist'));
    const file = join(folder, 'ofox-gateway');
    writeFileSync(file, `#!/bin/sh\nexec '${process.execPath}' '${folder}/dist/main.mjs' "$@"\n`);
    chmodSync(file, 0o755);
  }, 60_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each(runs)(
    '$title',
    async ({ code, output }) => {
      const options = {
        cwd: folder,
        env: { ...process.env, PATH: `${folder}:${process.env.PATH}`, NO_COLOR: '1' },
      };
      const script = ['-euo', 'pipefail', '-c', `{\n${code}\n} 2>&1`];
      const { stdout } = await promisify(execFile)('bash', script, options);
      expect(stdout.trim()).not.toBe('');
      if (output !== undefined) expect(stdout.trim()).toMatch(shownAs(output));
    },
    120_000,
  );
});

/** The command as readers install it, from the sources. */
async function bundleGateway(outDir: string): Promise<void> {
  await build({
    configFile: false,
    logLevel: 'silent',
    build: {
      ssr: fileURLToPath(new URL('../../packages/gateway/src/main.ts', import.meta.url)),
      outDir,
      rollupOptions: { output: { entryFileNames: 'main.mjs' } },
    },
    ssr: { resolve: { conditions: ['@ofoxai/source'] }, noExternal: [/.*/] },
  });
}

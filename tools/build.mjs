// Builds the package in the current directory: ESM into dist/esm and CommonJS into dist/cjs,
// or with --esm ESM alone, straight into dist. With --bundle=NAME,… the JavaScript is one file for each
// of these entries, and what they share: loading hundreds of small files costs more than running them.
// The bundles have the manifest's version in the place of OFOX_PACKAGE_VERSION.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

function tsc(...args) {
  const { status, error } = spawnSync('tsc', ['-p', 'tsconfig.build.json', ...args], {
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (error) throw error;
  if (status !== 0) process.exit(status ?? 1);
}

rmSync('dist', { recursive: true, force: true });
if (process.argv.includes('--esm')) {
  tsc('--outDir', 'dist');
} else {
  tsc('--outDir', 'dist/esm');
  tsc(
    ...['--outDir', 'dist/cjs', '--module', 'commonjs', '--moduleResolution', 'bundler'],
    ...['--verbatimModuleSyntax', 'false'],
  );
  writeFileSync('dist/cjs/package.json', '{ "type": "commonjs" }\n');
}

const entries = process.argv
  .find((word) => word.startsWith('--bundle='))
  ?.slice(9)
  .split(',');
if (entries) {
  const { rolldown } = await import('rolldown');
  const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
  const bundled = await rolldown({
    input: Object.fromEntries(entries.map((name) => [name, `src/${name}.ts`])),
    platform: 'neutral',
    external: /^[^./]/,
    transform: { define: { OFOX_PACKAGE_VERSION: JSON.stringify(version) } },
  });
  for (const format of ['esm', 'cjs']) {
    for (const file of readdirSync(`dist/${format}`, { recursive: true })) {
      if (file.endsWith('.js')) rmSync(join('dist', format, file));
    }
    await bundled.write({ dir: `dist/${format}`, format, chunkFileNames: 'shared.js' });
  }
  await bundled.close();
}

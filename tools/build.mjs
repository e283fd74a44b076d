// Builds the package in the current directory: ESM into dist/esm and CommonJS into dist/cjs,
// or with --esm ESM alone, straight into dist.
import { spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';

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

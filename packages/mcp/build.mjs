// Builds dist: the program in one file without dependencies, the library in another, and the types
// that the library's entry needs, which need no other package.
import { spawnSync } from 'node:child_process';
import { chmodSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { rolldown } from 'rolldown';

const TYPES = ['index.d.ts', 'read-settings.d.ts', 'settings.d.ts'];
const { version } = JSON.parse(readFileSync('package.json', 'utf8'));

rmSync('dist', { recursive: true, force: true });
for (const name of ['main', 'index']) {
  const bundle = await rolldown({
    input: `src/${name}.ts`,
    platform: 'node',
    resolve: { conditionNames: ['@ofoxai/source', 'node', 'import'] },
    transform: { define: { OFOX_MCP_VERSION: JSON.stringify(version) } },
    treeshake: true,
  });
  await bundle.write({
    file: `dist/${name}.js`,
    format: 'esm',
    codeSplitting: false,
    minify: { compress: true, mangle: false, codegen: { removeWhitespace: true } },
    comments: { legal: true },
  });
  await bundle.close();
}
chmodSync('dist/main.js', 0o755);

const tsc = spawnSync('tsc', ['-p', 'tsconfig.build.json', '--outDir', 'dist'], {
  stdio: 'inherit',
  shell: process.platform === 'win32',
});
if (tsc.status !== 0) process.exit(tsc.status ?? 1);
for (const file of readdirSync('dist', { recursive: true })) {
  if (file.endsWith('.d.ts') && !TYPES.includes(file)) rmSync(join('dist', file));
}

// Builds dist: the program in one file without dependencies, the library in another, and the types
// of the library's entry, which need no other package.
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { bundle } from './bundle.mjs';

const TYPES = ['index.d.ts', 'read-settings.d.ts', 'settings.d.ts'];

rmSync('dist', { recursive: true, force: true });
mkdirSync('dist');
const tsc = spawnSync('tsc', ['-p', 'tsconfig.build.json', '--outDir', 'dist'], {
  stdio: 'inherit',
  shell: process.platform === 'win32',
});
if (tsc.error) throw tsc.error;
if (tsc.status !== 0) process.exit(tsc.status ?? 1);
for (const name of readdirSync('dist')) {
  if (!TYPES.includes(name)) rmSync(`dist/${name}`, { recursive: true });
}
for (const name of ['main', 'index']) await bundle(name, `dist/${name}.js`);
chmodSync('dist/main.js', 0o755);

// Builds dist: the program in one file without dependencies, the library in another, and the types
// of the library's entry, which need no other package.
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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

// What the MCP registry is told, of this version.
const read = (file) => JSON.parse(readFileSync(file, 'utf8'));
const { version } = read('package.json');
const entry = read('server.json');
const packages = entry.packages.map((one) => ({ ...one, version }));
writeFileSync('dist/server.json', `${JSON.stringify({ ...entry, version, packages }, null, 2)}\n`);

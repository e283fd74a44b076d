// Makes dist/ofox.mcpb, the bundle that Claude Desktop installs with a click: the built program,
// a manifest of this version, and nothing else.
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const at = (path) => fileURLToPath(new URL(path, import.meta.url));
const read = (path) => JSON.parse(readFileSync(at(path), 'utf8'));
const { version } = read('../package.json');
const folder = mkdtempSync(join(tmpdir(), 'ofox-mcpb-'));
try {
  mkdirSync(join(folder, 'server'));
  copyFileSync(at('../dist/main.js'), join(folder, 'server/main.js'));
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }\n');
  const manifest = { ...read('manifest.json'), version };
  writeFileSync(join(folder, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  const mcpb = ['-y', '@anthropic-ai/mcpb@2.1.2'];
  const options = { stdio: 'inherit', shell: process.platform === 'win32' };
  execFileSync('npx', [...mcpb, 'validate', join(folder, 'manifest.json')], options);
  execFileSync('npx', [...mcpb, 'pack', folder, at('../dist/ofox.mcpb')], options);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

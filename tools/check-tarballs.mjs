// Packs every published package, installs the tarballs into an empty folder the way a user would,
// and loads each with import and with require: the product is the tarball, not this tree.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { askGateway } from './ask-gateway.mjs';

const packages = fileURLToPath(new URL('../packages', import.meta.url));
const temp = mkdtempSync(join(tmpdir(), 'ofox-tarballs-'));
const run = (command, args, cwd) =>
  execFileSync(command, args, {
    cwd,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    shell: process.platform === 'win32',
  });

function pack(folder) {
  const manifest = JSON.parse(readFileSync(join(packages, folder, 'package.json'), 'utf8'));
  // n8n brings the peers of its packages itself; theirs is checked by its own script.
  if (manifest.private || manifest.n8n) return [];
  const target = join(temp, folder);
  mkdirSync(target);
  run('pnpm', ['pack', '--pack-destination', target], join(packages, folder));
  return [{ ...manifest, tarball: join(target, readdirSync(target)[0]) }];
}

function check({ name, type, bin }, cwd) {
  const entry = JSON.stringify(name);
  const some = (names) =>
    `if (${names}.length === 0) throw new Error(${entry} + ' exports nothing');`;
  run('node', ['-e', some(`Object.keys(require(${entry}))`)], cwd);
  if (type === 'module') {
    const source = some(`Object.keys(await import(${entry}))`);
    run('node', ['--input-type=module', '-e', source], cwd);
  }
  for (const command of Object.keys(bin ?? {})) {
    run(join(cwd, 'node_modules', '.bin', command), ['--help'], cwd);
  }
}

try {
  const packed = readdirSync(packages).flatMap(pack);
  const user = join(temp, 'user');
  mkdirSync(user);
  writeFileSync(join(user, 'package.json'), '{ "private": true }\n');
  const tarballs = packed.map(({ tarball }) => tarball);
  run('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error', ...tarballs], user);
  for (const one of packed) {
    check(one, user);
    console.log(`${one.name}: the tarball installs and loads`);
  }
  await askGateway(join(user, 'node_modules/.bin/ofox-gateway'));
  console.log('@ofoxai/gateway: the tarball answers on every protocol');
} finally {
  rmSync(temp, { recursive: true, force: true });
}

// Runs the standard tests of @ofoxai/langchain against its tarball beside the oldest @langchain/core
// that its peer range admits: the tests of the tree only ever see the newest.
import { execFileSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const temp = mkdtempSync(join(tmpdir(), 'ofox-floor-'));
const run = (command, args, cwd) =>
  execFileSync(command, args, {
    cwd,
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: process.platform === 'win32',
  });

const { version, peerDependencies } = JSON.parse(
  readFileSync(join(root, 'packages/langchain/package.json'), 'utf8'),
);
const floor = /^\^(\d+\.\d+\.\d+)$/.exec(peerDependencies['@langchain/core'])?.[1];
if (!floor) throw new Error('The peer range of @langchain/core must have the form ^1.2.3.');

try {
  const tarballs = join(temp, 'tarballs');
  mkdirSync(tarballs);
  for (const name of ['core', 'gateway', 'langchain']) {
    run('pnpm', ['pack', '--silent', '--pack-destination', tarballs], join(root, 'packages', name));
  }
  writeFileSync(join(temp, 'package.json'), '{ "private": true, "type": "module" }\n');
  const packed = readdirSync(tarballs).map((file) => join(tarballs, file));
  run(
    'npm',
    [
      ...['install', '--no-audit', '--no-fund', '--loglevel=error', '--silent'],
      ...[`@langchain/core@${floor}`, ...packed],
    ],
    temp,
  );
  const installed = JSON.parse(
    readFileSync(join(temp, 'node_modules/@langchain/core/package.json'), 'utf8'),
  );
  if (installed.version !== floor) throw new Error(`npm installed ${installed.version}.`);

  const told = `const { ChatOfox } = await import('@ofoxai/langchain');
    const { versions } = new ChatOfox('ofox/pro', { apiKey: 'sk-test-1' }).metadata;
    if (versions['@ofoxai/langchain'] !== '${version}') throw new Error('It says it is ' + versions['@ofoxai/langchain']);`;
  run('node', ['--input-type=module', '-e', told], temp);

  for (const folder of ['standard', 'support']) {
    cpSync(join(root, 'packages/langchain/test', folder), join(temp, 'test', folder), {
      recursive: true,
    });
  }
  for (const file of readdirSync(join(temp, 'test'), { recursive: true })) {
    if (!file.endsWith('.ts')) continue;
    const path = join(temp, 'test', file);
    const source = readFileSync(path, 'utf8');
    writeFileSync(path, source.replaceAll(/'(?:\.\.\/)+src\/[^']+'/g, "'@ofoxai/langchain'"));
  }
  symlinkSync(join(root, 'node_modules/vitest'), join(temp, 'node_modules/vitest'), 'junction');
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  run(
    'node',
    [
      vitest,
      'run',
      '--root',
      temp,
      '--testTimeout',
      '30000',
      '--hookTimeout',
      '30000',
      '--reporter=dot',
    ],
    temp,
  );
  console.log(`@ofoxai/langchain: the standard tests pass on @langchain/core ${floor}`);
} finally {
  rmSync(temp, { recursive: true, force: true });
}

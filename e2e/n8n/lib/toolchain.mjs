// The newer Node that n8n needs, and n8n itself, in folders that git ignores.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const NODE = '24.21.0';
const FOREIGN = /^(npm_|pnpm_|N8N_|VITEST|(NODE_OPTIONS|NODE_ENV|TEST|DEV|PROD|MODE)$)/i;
export const FOLDER = dirname(dirname(fileURLToPath(import.meta.url)));
export const ROOT = dirname(dirname(FOLDER));
export const CACHE = join(FOLDER, '.cache');
export const N8N = join(FOLDER, 'node_modules', 'n8n', 'bin', 'n8n');

/** Installs what is missing. @returns the path of a Node that n8n runs on. */
export function installN8n() {
  const node = installNode();
  if (!existsSync(N8N)) {
    const home = dirname(dirname(node));
    const hasSqlite = ensurePackage('libsqlite3-dev', '/usr/include/sqlite3.h');
    console.log('Installing n8n 2.41.1: some minutes, and 1.9 GB …');
    execFileSync(
      'npx',
      ['-y', 'pnpm@10', 'install', '--ignore-workspace', '--frozen-lockfile', '--reporter=silent'],
      {
        cwd: FOLDER,
        stdio: ['ignore', 'inherit', 'inherit'],
        env: {
          ...cleanEnv(),
          CI: 'true',
          PATH: `${dirname(node)}:${process.env.PATH}`,
          npm_config_nodedir: home,
          npm_config_build_from_source: 'true',
          ...(hasSqlite ? { npm_config_sqlite: '/usr' } : {}),
        },
      },
    );
  }
  return node;
}

/** Installs a Debian package when its file is not there; tells plainly when it cannot. */
export function ensurePackage(name, file) {
  if (existsSync(file)) return true;
  const asRoot = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
  const apt = (...args) => {
    const [command, ...rest] = [...asRoot, 'apt-get', ...args];
    return spawnSync(command, rest, {
      stdio: 'ignore',
      timeout: 300_000,
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
  };
  apt('update', '-q');
  apt('install', '-qy', '--no-install-recommends', name);
  const isThere = existsSync(file);
  if (!isThere) console.log(`${name} could not be installed: going on without it.`);
  return isThere;
}

/** The environment without what a surrounding pnpm or vitest leaves in it. */
export function cleanEnv() {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !FOREIGN.test(name)));
}

function installNode() {
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath;
  const name = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
  const folder = join(CACHE, 'node');
  const node = join(folder, 'node_modules', name, 'bin', 'node');
  if (!existsSync(node)) {
    mkdirSync(folder, { recursive: true });
    execFileSync('npm', ['install', '--prefix', folder, '--no-save', `${name}@${NODE}`], {
      stdio: 'ignore',
      env: cleanEnv(),
    });
  }
  return node;
}

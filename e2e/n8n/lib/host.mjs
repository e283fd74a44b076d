// A throw-away n8n with our package in it, as a user's installation has it.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { freePort, start } from './processes.mjs';
import { cleanEnv, N8N, ROOT } from './toolchain.mjs';

export const OWNER = { email: 'owner@example.com', password: 'Ofox-test-1' };
// bcrypt of the password above.
const OWNER_HASH = '$2a$10$JVUiKBI6xcvxfZvbV8SMkexYNQpZzI5BuW.vc8gXAu0.I6Mf2IR3W';
const OFF = [
  'N8N_DIAGNOSTICS_ENABLED',
  'N8N_VERSION_NOTIFICATIONS_ENABLED',
  'N8N_VERSION_NOTIFICATIONS_WHATS_NEW_ENABLED',
  'N8N_TEMPLATES_ENABLED',
  'N8N_PERSONALIZATION_ENABLED',
  'N8N_HIRING_BANNER_ENABLED',
  'N8N_LICENSE_AUTO_RENEW_ENABLED',
  'N8N_VERIFIED_PACKAGES_ENABLED',
  'N8N_SECURE_COOKIE',
];

/** Packs our package and unpacks it where n8n's own installer puts packages. */
export function installPackage(home) {
  const folder = join(ROOT, 'packages', 'n8n-nodes-ofoxai');
  const target = join(home, '.n8n', 'nodes', 'node_modules', 'n8n-nodes-ofoxai');
  const packed = join(home, 'packed');
  for (const path of [target, packed]) mkdirSync(path, { recursive: true });
  execFileSync('pnpm', ['pack', '--pack-destination', packed], { cwd: folder, stdio: 'ignore' });
  const [tarball] = readdirSync(packed);
  execFileSync('tar', ['-xzf', join(packed, tarball), '-C', target, '--strip-components=1']);
  rmSync(packed, { recursive: true });
}

export async function hostEnv(home, more = {}) {
  return {
    ...cleanEnv(),
    ...Object.fromEntries(OFF.map((name) => [name, 'false'])),
    N8N_DISABLED_MODULES:
      'mcp-registry,instance-ai,mcp,chat-hub,agents,workflow-builder,quick-connect',
    N8N_INSTANCE_OWNER_MANAGED_BY_ENV: 'true',
    N8N_INSTANCE_OWNER_EMAIL: OWNER.email,
    N8N_INSTANCE_OWNER_FIRST_NAME: 'Reineke',
    N8N_INSTANCE_OWNER_LAST_NAME: 'Fuchs',
    N8N_INSTANCE_OWNER_PASSWORD_HASH: OWNER_HASH,
    N8N_LISTEN_ADDRESS: '127.0.0.1',
    N8N_ENCRYPTION_KEY: 'only-for-tests',
    N8N_USER_FOLDER: home,
    N8N_RUNNERS_BROKER_PORT: String(await freePort()),
    DB_TYPE: 'sqlite',
    ...more,
  };
}

/** Starts a worker of an n8n in queue mode and waits until it takes executions. */
export async function startWorker(node, home, concurrency, more) {
  const env = await hostEnv(home, more);
  const args = [N8N, 'worker', `--concurrency=${concurrency}`];
  return start(node, args, { env, ready: /worker is now ready/i, ms: 300_000 });
}

/** Starts n8n and waits until it takes calls. */
export async function startHost(node, home, { port, env: more = {} } = {}) {
  const chosen = port ?? (await freePort());
  const env = await hostEnv(home, { ...more, N8N_PORT: String(chosen) });
  const ready = /Editor is now accessible/;
  const process = await start(node, [N8N, 'start'], { env, ready, ms: 300_000 });
  return { ...process, url: `http://127.0.0.1:${chosen}` };
}

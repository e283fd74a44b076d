// PostgreSQL, which several processes of n8n need: SQLite refuses some of what they write at the
// same moment. From Debian, where it is not there yet.
import { execFileSync } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, start } from './processes.mjs';
import { cleanEnv, ensurePackage } from './toolchain.mjs';

const VERSIONS = '/usr/lib/postgresql';

/** Whether there is a PostgreSQL, or one could be installed. */
export const hasPostgres = () => ensurePackage('postgresql', VERSIONS);

/** Starts an empty PostgreSQL. @returns what n8n must be told of it among the rest. */
export async function startPostgres() {
  const bin = newestBin();
  const user = unprivileged();
  const data = mkdtempSync(join(tmpdir(), 'ofox-postgres-'));
  if (user.uid !== undefined) chownSync(data, user.uid, user.gid);
  const options = { cwd: data, env: cleanEnv(), ...user };
  const flags = ['-D', data, '-U', 'n8n', '--auth=trust', '--encoding=UTF8', '--no-sync'];
  execFileSync(join(bin, 'initdb'), flags, { ...options, stdio: 'ignore' });
  const port = await freePort();
  const settings = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'fsync=off'];
  const server = await start(
    join(bin, 'postgres'),
    ['-D', data, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])],
    { ...options, ready: /database system is ready to accept connections/ },
  );
  return {
    env: {
      DB_TYPE: 'postgresdb',
      DB_POSTGRESDB_HOST: '127.0.0.1',
      DB_POSTGRESDB_PORT: String(port),
      DB_POSTGRESDB_USER: 'n8n',
      DB_POSTGRESDB_DATABASE: 'postgres',
    },
    async stop(signal) {
      await server.stop(signal);
      rmSync(data, { recursive: true, force: true });
    },
  };
}

function newestBin() {
  const [newest] = readdirSync(VERSIONS)
    .filter((version) => existsSync(join(VERSIONS, version, 'bin', 'initdb')))
    .sort((a, b) => Number(b) - Number(a));
  return join(VERSIONS, newest, 'bin');
}

/** PostgreSQL does not run as root; its package has made a user for it. */
function unprivileged() {
  if (process.getuid?.() !== 0) return {};
  const idOf = (flag) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  return { uid: idOf('-u'), gid: idOf('-g') };
}

// Redis, which n8n's queue mode needs: from Debian, where it is not there yet.
import { freePort, start } from './processes.mjs';
import { cleanEnv, ensurePackage } from './toolchain.mjs';

const REDIS = '/usr/bin/redis-server';

/** Whether there is a Redis, or one could be installed. */
export const hasRedis = () => ensurePackage('redis-server', REDIS);

/** Starts a Redis that keeps nothing. @returns its port among the rest. */
export async function startRedis() {
  const port = await freePort();
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
  const ready = /Ready to accept connections/;
  return { ...(await start(REDIS, args, { env: cleanEnv(), ready })), port };
}

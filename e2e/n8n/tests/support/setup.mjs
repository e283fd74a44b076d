// One n8n and one gateway for all test files, with our package installed as a user has it.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startGateway } from '../../lib/gateway.mjs';
import { installPackage, startHost } from '../../lib/host.mjs';
import { stopAll } from '../../lib/processes.mjs';
import { installN8n } from '../../lib/toolchain.mjs';

export default async function setup({ provide }) {
  const runtime = installN8n();
  const home = mkdtempSync(join(tmpdir(), 'ofox-n8n-'));
  const tearDown = async () => {
    await stopAll();
    rmSync(home, { recursive: true, force: true });
  };
  try {
    installPackage(home);
    const [gateway, host] = await Promise.all([startGateway(), startHost(runtime, home)]);
    provide('servers', { runtime, gatewayUrl: gateway.url, hostUrl: host.url });
    return tearDown;
  } catch (error) {
    await tearDown();
    throw error;
  }
}

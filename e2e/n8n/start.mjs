// Starts real n8n with our nodes, a credential for the local gateway and the sample workflows.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { KEY, startGateway } from './lib/gateway.mjs';
import { installPackage, OWNER, startHost } from './lib/host.mjs';
import { stopAll } from './lib/processes.mjs';
import { logIn } from './lib/rest.mjs';
import { readSamples } from './lib/samples.mjs';
import { CACHE, installN8n } from './lib/toolchain.mjs';

const PORT = 5678;
const CREDENTIAL = 'OfoxAI';
const home = join(CACHE, 'home');
const marker = join(home, 'credential.json');

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, async () => {
    await stopAll();
    process.exit(0);
  });
}

try {
  const runtime = installN8n();
  mkdirSync(home, { recursive: true });
  installPackage(home);
  console.log('Starting n8n and the gateway …');
  const [gateway, host] = await Promise.all([
    startGateway(),
    startHost(runtime, home, { port: Number(process.env.PORT ?? PORT) }),
  ]);
  const n8n = await logIn(host.url, OWNER);
  await loadSamples(n8n, gateway.url);
  console.log(`
  n8n       ${host.url}
  login     ${OWNER.email} / ${OWNER.password}
  gateway   ${gateway.url}, key ${KEY}

The sample workflows are in the list; press "Execute workflow" in one. Ctrl-C ends both.`);
  if (process.argv.includes('--once')) await stopAll();
} catch (error) {
  console.error(error.message);
  await stopAll();
  process.exitCode = 1;
}

/** The gateway's port changes, so the credential is written anew; samples come the first time. */
async function loadSamples(n8n, baseUrl) {
  const body = { name: CREDENTIAL, type: 'ofoxAiApi', data: { apiKey: KEY, baseUrl } };
  if (existsSync(marker)) {
    const { id } = JSON.parse(readFileSync(marker, 'utf8'));
    await n8n.call('PATCH', `/rest/credentials/${id}`, body);
    return;
  }
  const { id } = await n8n.call('POST', '/rest/credentials', body);
  for (const { sample } of readSamples({ id, name: CREDENTIAL })) await n8n.createWorkflow(sample);
  writeFileSync(marker, JSON.stringify({ id }));
}

import { startFakeUpstream } from '@ofoxai/fake-upstream';
import { createGateway } from '@ofoxai/gateway';
import { onTestFinished } from 'vitest';

/** The gateway with its embedded provider, for one test. */
export async function startGateway(): Promise<string> {
  const gateway = createGateway({ keys: [{ key: 'sk-test-n8n' }], rpm: 100_000 });
  onTestFinished(() => gateway.close());
  const { url } = await gateway.listen({ host: '127.0.0.1', port: 0 });
  return url;
}

/** A scripted provider, for one test. */
export async function startUpstream() {
  const upstream = await startFakeUpstream();
  onTestFinished(() => upstream.close());
  return upstream;
}

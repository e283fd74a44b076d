import { createGateway } from '@ofoxai/gateway';
import { afterAll, beforeAll, vi } from 'vitest';

const KEY = 'sk-test-docs';

/**
 * Serves what `start` would: the API on its offline provider. The environment has its address and
 * key, as the pages tell their readers to set them.
 */
export function useReadersGateway(): void {
  const gateway = createGateway({ keys: [{ key: KEY, name: 'reader' }] });

  beforeAll(async () => {
    const { url } = await gateway.listen({ host: '127.0.0.1', port: 0 });
    vi.stubEnv('OFOX_BASE_URL', url);
    vi.stubEnv('OFOX_API_KEY', KEY);
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    await gateway.close();
  });
}

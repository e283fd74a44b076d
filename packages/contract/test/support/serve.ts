import { createGateway, type GatewayOptions, type RequestRecord } from '@ofoxai/gateway';
import { onTestFinished } from 'vitest';

export const KEY = 'sk-test-contract';

/** A gateway on a free port for the length of one test, and what it logged. */
export async function serve(options: Partial<GatewayOptions> = {}) {
  const records: RequestRecord[] = [];
  const logger = {
    info: (record: object) => void records.push(record as RequestRecord),
    warn: () => {},
    error: () => {},
  };
  const gateway = createGateway({ keys: [KEY], logger, ...options });
  const { url } = await gateway.listen();
  onTestFinished(() => gateway.close({ graceMs: 1 }));
  return { url, records };
}

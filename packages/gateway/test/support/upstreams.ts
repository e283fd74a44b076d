import type { ProtocolName } from '@ofoxai/core';
import { type FakeUpstream, startFakeUpstream } from '@ofoxai/fake-upstream';
import { onTestFinished } from 'vitest';
import type { z } from 'zod';
import { type NodeConfig, nodeSchema } from '../../src/upstream/node-config.ts';

export const PROVIDER_KEY = 'sk-test-provider-secret';

/** A fake upstream for the length of one test. */
export async function fakeUpstream(): Promise<FakeUpstream> {
  const upstream = await startFakeUpstream();
  onTestFinished(() => upstream.close());
  return upstream;
}

const BASE: Record<ProtocolName, string> = { openai: '/v1', anthropic: '', gemini: '' };

/** A node in front of a fake upstream. Without `models`, it serves every model under its own name. */
export function node(
  protocol: ProtocolName,
  url: string,
  options: Partial<z.input<typeof nodeSchema>> = {},
): NodeConfig {
  return nodeSchema.parse({
    name: protocol,
    protocol,
    baseUrl: `${url}${BASE[protocol]}`,
    key: PROVIDER_KEY,
    models: { '*': '*' },
    ...options,
  });
}

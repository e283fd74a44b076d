import { createGateway, type Gateway } from '@ofoxai/gateway';
import { afterAll, beforeAll } from 'vitest';
import type { ChatOfoxFields } from '../../src/fields.ts';
import { ChatOfox } from '../../src/index.ts';

export const KEY = 'sk-test-langchain';

export const PROTOCOLS = ['openai', 'anthropic', 'gemini'] as const;

/** A gateway on its embedded provider, for the tests of a file; `url` is there when they run. */
export function useGateway(): { url: string; chat(fields?: ChatOfoxFields): ChatOfox } {
  let gateway: Gateway | undefined;
  const served = {
    url: '',
    chat: (fields: ChatOfoxFields = {}) =>
      new ChatOfox({
        model: 'ofox/pro',
        apiKey: KEY,
        baseUrl: served.url,
        maxRetries: 0,
        ...fields,
      } as ChatOfoxFields & { model: string }),
  };
  beforeAll(async () => {
    gateway = createGateway({ keys: [KEY], rpm: 100_000 });
    served.url = (await gateway.listen()).url;
  });
  afterAll(async () => gateway?.close({ graceMs: 100 }));
  return served;
}

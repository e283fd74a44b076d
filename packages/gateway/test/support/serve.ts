import { onTestFinished } from 'vitest';
import { createGateway, type GatewayOptions, type RequestRecord } from '../../src/index.ts';

export const KEY = 'sk-test-gateway';

/** A gateway on a free port, for the length of one test. */
export async function serve(options: Partial<GatewayOptions> = {}) {
  const records: RequestRecord[] = [];
  const failures: object[] = [];
  const logger = {
    info: (record: object) => void records.push(record as RequestRecord),
    warn: (fields: object) => void failures.push(fields),
    error: (fields: object) => void failures.push(fields),
  };
  const gateway = createGateway({ keys: [{ key: KEY, name: 'tester' }], logger, ...options });
  const { url } = await gateway.listen();
  onTestFinished(() => gateway.close({ graceMs: 1 }));
  const call = (path: string, init: RequestInit = {}) => {
    const headers = new Headers(init.headers);
    if (!headers.has('authorization')) headers.set('authorization', `Bearer ${KEY}`);
    return fetch(url + path, { ...init, headers });
  };
  const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
    call(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  return { gateway, url, call, post, records, failures };
}

/** A minimal conversation on each protocol. */
export const CHATS = {
  openai: {
    path: '/v1/chat/completions',
    body: { model: 'openai/gpt-4o', messages: [{ role: 'user', content: 'Hello' }] },
  },
  anthropic: {
    path: '/anthropic/v1/messages',
    body: {
      model: 'anthropic/claude-sonnet-4.5',
      max_tokens: 100,
      messages: [{ role: 'user', content: 'Hello' }],
    },
  },
  gemini: {
    path: '/gemini/v1beta/models/google/gemini-3-flash-preview:generateContent',
    body: { contents: [{ role: 'user', parts: [{ text: 'Hello' }] }] },
  },
} as const;

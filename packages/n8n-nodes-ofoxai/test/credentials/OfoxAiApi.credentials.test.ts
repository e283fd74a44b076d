import { expect, it } from 'vitest';
import { OfoxAiApi } from '../../credentials/OfoxAiApi.credentials.ts';
import { startGateway } from '../support/servers.ts';

interface Rule {
  type: string;
  properties: { value?: unknown; key?: string; message: string };
}

/** Judges an answer as n8n does: rules for statuses that fail, and rules for bodies of the others. */
function judge(status: number, body: unknown): string {
  const { request, rules } = new OfoxAiApi().test;
  const { except = [] } = request.ignoreHttpStatusErrors as { except?: number[] };
  const all = (rules ?? []) as unknown as Rule[];
  if (except.includes(status)) {
    const rule = all.find(
      ({ type, properties }) => type === 'responseCode' && properties.value === status,
    );
    return rule?.properties.message ?? `${status}`;
  }
  const type = (body as { error?: { type?: unknown } } | undefined)?.error?.type;
  const rule = all.find(
    (one) => one.type === 'responseSuccessBody' && one.properties.value === type,
  );
  return rule?.properties.message ?? 'OK';
}

async function test(baseUrl: string, key: string): Promise<string> {
  const response = await fetch(`${baseUrl}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify(new OfoxAiApi().test.request.body),
  });
  return judge(response.status, await response.json());
}

it('takes a good key and refuses a bad one', async () => {
  const url = await startGateway();
  expect(await test(url, 'sk-test-n8n')).toBe('OK');
  expect(await test(url, 'sk-test-wrong')).toContain('API key is not valid');
});

it.each([
  [200, {}],
  [200, { object: 'list', data: [] }],
  [400, { message: 'Bad request' }],
  [404, {}],
  [405, {}],
])('takes an answer %i %j for a wrong address', (status, body) => {
  expect(judge(status, body)).toContain('base URL is wrong');
});

it.each([
  ['/v1/chat/completions', 'authorization', 'Bearer sk-test-1'],
  ['/anthropic/v1/messages', 'x-api-key', 'sk-test-1'],
  ['/gemini/v1beta/models/x:generateContent', 'x-goog-api-key', 'sk-test-1'],
])('gives the key to %s in %s', async (path, header, value) => {
  const request = await new OfoxAiApi().authenticate(
    { apiKey: ' sk-test-1\n' },
    { url: `https://api.ofox.ai${path}`, headers: { accept: 'text/plain' } },
  );
  expect(request.headers).toEqual({ accept: 'text/plain', [header]: value });
});

import { beforeAll, expect, it } from 'vitest';
import { KEY } from '../lib/gateway.mjs';
import { openSession } from './support/session.mjs';

let session;
beforeAll(async () => {
  session = await openSession();
});

it('has all three nodes and the tool', async () => {
  const { hostUrl, n8n } = session;
  const response = await fetch(`${hostUrl}/types/nodes.json`, { headers: { cookie: n8n.cookie } });
  const names = (await response.json()).map(({ name }) => name);
  for (const name of ['ofoxAi', 'ofoxAiTool', 'lmChatOfoxAi', 'embeddingsOfoxAi']) {
    expect(names).toContain(`n8n-nodes-ofoxai.${name}`);
  }
});

it('tells a good key, a bad one, no server and wrong addresses', async () => {
  const { gatewayUrl, hostUrl, n8n, ofox } = session;
  const test = async (baseUrl, apiKey = KEY) => {
    const credentials = { ...ofox, type: 'ofoxAiApi', data: { apiKey, baseUrl } };
    const { status, message } = await n8n.call('POST', '/rest/credentials/test', { credentials });
    return `${status}: ${message}`;
  };
  expect(await test(gatewayUrl)).toMatch(/^OK/);
  expect(await test(`${gatewayUrl}/v1/`)).toMatch(/^OK/);
  expect(await test(gatewayUrl, 'sk-test-wrong')).toMatch(/^Error: .*API key is not valid/);
  expect(await test('http://127.0.0.1:9')).toMatch(/^Error: .*(refused|connect)/i);
  expect(await test(`${gatewayUrl}/elsewhere`)).toMatch(/^Error: .*base URL is wrong/i);
  expect(await test(hostUrl)).toMatch(/^Error: .*base URL is wrong/i);
});

it('searches the list of models', async () => {
  const { n8n, ofox } = session;
  const { results } = await n8n.call(
    'POST',
    '/rest/dynamic-node-parameters/resource-locator-results',
    {
      nodeTypeAndVersion: { name: 'n8n-nodes-ofoxai.lmChatOfoxAi', version: 1 },
      path: 'parameters.model',
      methodName: 'searchChatModels',
      currentNodeParameters: {},
      credentials: { ofoxAiApi: ofox },
      filter: 'claude haiku',
    },
  );
  expect(results[0].name).toMatch(/claude-haiku.*context.*\$/);
});

it('shows what an operation gives before it has run', async () => {
  const { hostUrl, n8n } = session;
  const response = await fetch(`${hostUrl}/schemas/n8n-nodes-ofoxai.ofoxAi/1/chat/complete.json`, {
    headers: { cookie: n8n.cookie },
  });
  expect((await response.json()).properties).toHaveProperty('cost');
});

// n8n's own MCP client against our MCP server, over HTTP.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startMcpServer } from '../lib/gateway.mjs';
import { model, node, workflow } from '../lib/workflows.mjs';
import { MODELS, openSession, succeed } from './support/session.mjs';

const TOKEN = 'sk-test-mcp-callers';

let session;
let server;
let bearer;
beforeAll(async () => {
  session = await openSession();
  server = await startMcpServer(session.gatewayUrl, TOKEN);
  const { id } = await session.n8n.call('POST', '/rest/credentials', {
    ...{ name: 'MCP', type: 'httpBearerAuth', data: { token: TOKEN } },
  });
  bearer = { credentials: { httpBearerAuth: { id, name: 'MCP' } } };
});
afterAll(() => server?.stop());

const endpoint = (more) => ({
  ...{ endpointUrl: server.url, serverTransport: 'httpStreamable' },
  ...{ authentication: 'bearerAuth', ...more },
});

it('lets the MCP client node call our tools', async () => {
  const call = (name, tool, jsonInput) =>
    node('mcp', name, endpoint({ tool: model(tool), inputMode: 'json', jsonInput }), bearer);
  const flow = workflow(
    'MCP',
    session.ofox,
    [
      node('manual', 'Start'),
      call('Find', 'find_models', '{"query":"claude haiku"}'),
      call('Ask', 'chat', JSON.stringify({ model: MODELS[0], prompt: 'Say hello.' })),
      call('Draw', 'generate_image', '{"model":"ofox/image","prompt":"A fox"}'),
    ],
    [
      ['Start', 'Find'],
      ['Find', 'Ask'],
      ['Ask', 'Draw'],
    ],
  );
  const execution = succeed(await session.n8n.run(flow));
  expect(JSON.stringify(execution.json('Find'))).toContain('anthropic/claude-haiku-4.5');
  expect(JSON.stringify(execution.json('Ask'))).toContain(MODELS[0]);
  expect(execution.items('Draw')[0].binary.data_0.mimeType).toBe('image/png');
});

it('lets an agent on our chat model use our tools', async () => {
  const text = 'Use the tool find_models, then answer.';
  const flow = workflow(
    'Agent with MCP',
    session.ofox,
    [
      node('manual', 'Start'),
      node('agent', 'Agent', { promptType: 'define', text }),
      node('model', 'Model', { model: model(MODELS[0]) }),
      node(
        'mcpTool',
        'Tools',
        endpoint({ include: 'selected', includeTools: ['find_models'] }),
        bearer,
      ),
    ],
    [
      ['Start', 'Agent'],
      ['Model', 'Agent', 'ai_languageModel'],
      ['Tools', 'Agent', 'ai_tool'],
    ],
  );
  const execution = succeed(await session.n8n.run(flow));
  expect(execution.runData.Tools).not.toHaveLength(0);
  expect(JSON.stringify(execution.items('Tools', 'ai_tool'))).toMatch(/\$|price|context/i);
});

// The MCP server over HTTP: its tools, a conversation with one model, and a resource.
// Start it first: OFOX_API_KEY=… npx -y @ofoxai/mcp --http
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';

const { OFOX_MCP_URL = 'http://127.0.0.1:3333/mcp', MCP_AUTH_TOKEN } = process.env;
const client = new Client(
  { name: 'example', version: '1.0.0' },
  { versionNegotiation: { mode: 'auto' } },
);
const headers = new Headers(MCP_AUTH_TOKEN ? { authorization: `Bearer ${MCP_AUTH_TOKEN}` } : {});
await client.connect(
  new StreamableHTTPClientTransport(new URL(OFOX_MCP_URL), { requestInit: { headers } }),
);
try {
  const { tools } = await client.listTools();
  console.log('tools:', tools.map(({ name }) => name).join(', '));

  const conversation_id = `example ${Date.now()}`;
  for (const prompt of ['My name is Ada. What is 6 * 7?', 'What is my name?']) {
    const { content } = await client.callTool({
      name: 'chat',
      arguments: { model: 'openai/gpt-4o', prompt, conversation_id },
    });
    for (const block of content) if (block.type === 'text') console.log(block.text);
  }
  const { contents } = await client.readResource({ uri: 'ofox://models/openai%2Fgpt-4o' });
  for (const resource of contents) if ('text' in resource) console.log(resource.text);
} finally {
  await client.close();
}

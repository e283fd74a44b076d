// An agent of LangChain with a model of the API, and the MCP server's tools over stdio.
import { createRequire } from 'node:module';
import { MultiServerMCPClient } from '@langchain/mcp-adapters';
import { ChatOfox } from '@ofoxai/langchain';
import { createAgent } from 'langchain';

const { OFOX_API_KEY = '', OFOX_BASE_URL = 'https://api.ofox.ai' } = process.env;
const program = createRequire(import.meta.url)
  .resolve('@ofoxai/mcp/package.json')
  .replace('package.json', 'dist/main.js');
const servers = new MultiServerMCPClient({
  ofox: {
    command: process.execPath,
    args: [program, '--tools', 'find_models'],
    env: { OFOX_API_KEY, OFOX_BASE_URL },
  },
});
try {
  const agent = createAgent({ model: new ChatOfox('ofox/pro'), tools: await servers.getTools() });
  const { messages } = await agent.invoke({
    messages: [{ role: 'user', content: 'Use find_models with query: haiku and limit: 2.' }],
  });
  for (const message of messages) console.log(`${message.type}: ${message.text}`);
} finally {
  await servers.close();
}

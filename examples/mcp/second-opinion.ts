// A second opinion through the MCP server, over stdio, with progress on the way.
// Run it after `npx -y pnpm@12 build`, with OFOX_API_KEY (and OFOX_BASE_URL for your own gateway).
import { createRequire } from 'node:module';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';

const { OFOX_API_KEY = '', OFOX_BASE_URL } = process.env;
const client = new Client(
  { name: 'example', version: '1.0.0' },
  { versionNegotiation: { mode: 'auto' } },
);
await client.connect(
  new StdioClientTransport({
    command: process.execPath,
    args: [
      createRequire(import.meta.url)
        .resolve('@ofoxai/mcp/package.json')
        .replace('package.json', 'dist/main.js'),
    ],
    env: { OFOX_API_KEY, OFOX_MAX_SPEND_USD: '0.10', ...(OFOX_BASE_URL && { OFOX_BASE_URL }) },
  }),
);
try {
  const answer = await client.callTool(
    {
      name: 'compare',
      arguments: {
        prompt: 'Is 1 a prime number? Answer in one sentence.',
        models: ['openai/gpt-5-mini', 'google/gemini-3-flash-preview'],
        max_tokens: 200,
      },
    },
    { resetTimeoutOnProgress: true, onprogress: ({ message }) => console.error(message) },
  );
  for (const block of answer.content) if (block.type === 'text') console.log(block.text, '\n');
  if (answer.isError) process.exitCode = 1;
} finally {
  await client.close();
}

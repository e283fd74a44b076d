import type { Paint } from './paint.ts';

/** How to point the usual tools at a gateway, each in a few lines. */
export function nextSteps(url: string, key: string | undefined, paint: Paint): string {
  const { strong, faint } = paint;
  const steps: [tool: string, ...lines: string[]][] = [
    ['OpenAI SDK', `OPENAI_BASE_URL=${url}/v1`, 'OPENAI_API_KEY=$OFOX_API_KEY'],
    ['Anthropic SDK', `ANTHROPIC_BASE_URL=${url}/anthropic`, 'ANTHROPIC_API_KEY=$OFOX_API_KEY'],
    ['Google Gen AI SDK', `GOOGLE_GEMINI_BASE_URL=${url}/gemini`, 'GEMINI_API_KEY=$OFOX_API_KEY'],
    [
      'curl',
      `curl ${url}/v1/chat/completions -H "Authorization: Bearer $OFOX_API_KEY" \\`,
      `  -d '{"model": "openai/gpt-4o", "messages": [{"role": "user", "content": "Hi"}]}'`,
    ],
    ['@ofoxai/core, LangChain', 'new OfoxClient(), new ChatOfox("openai/gpt-4o")'],
    [
      'n8n',
      `n8n-nodes-ofoxai: a credential with the base URL ${url} and this key; for n8n`,
      'in a container, start with --host 0.0.0.0 --key KEY and use http://host.docker.internal',
    ],
    ['An MCP client', 'npx -y @ofoxai/mcp'],
  ];
  const lines = [
    strong('  Point your tools at it'),
    '',
    `    export OFOX_BASE_URL=${url}`,
    `    export OFOX_API_KEY=${key ?? 'one of your configured keys'}`,
    '',
  ];
  for (const [tool, ...rest] of steps) {
    lines.push(`  ${tool}`, ...rest.map((line) => `    ${faint(line)}`));
  }
  lines.push(
    '',
    faint(
      '  Any model may be broken on purpose, to rehearse how your code bears it: put :error-503,',
    ),
    faint('  :slow-2000 or :cut-10 behind its id. GET /v1/models lists them all, without a key.'),
  );
  return lines.join('\n');
}

import { join } from 'node:path';
import { expect } from 'vitest';
import { pathOf, run, tempFolder } from './programs.ts';

const INSPECTOR = pathOf(
  'node_modules/@modelcontextprotocol/inspector/clients/launcher/build/index.js',
);

/**
 * Asks a server by the Inspector's command line.
 *
 * @param target a command with its arguments, or a URL, and options on how to reach it.
 * @returns the result, as the server gave it.
 */
export async function inspect(target: string[], ...args: string[]): Promise<unknown> {
  const home = tempFolder();
  const { code, stdout, stderr } = await run(
    [INSPECTOR, '--cli', ...target, ...args, '--format', 'json'],
    { HOME: home, MCP_CATALOG_PATH: join(home, 'mcp.json') },
  );
  expect(code, `${args.join(' ')}\n${stdout}\n${stderr}`).toBe(0);
  return JSON.parse(stdout).result;
}

import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { delimiter, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { OPTIONS } from '../src/options.ts';
import { makeClient, useProgram } from './support/program.ts';
import { KEY, startGateway, tempFolder } from './support/start.ts';

const README = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
const BLOCKS = [...README.matchAll(/```(\w+)\n([\s\S]*?)```/g)].map(([, language, code = '']) => ({
  language,
  // What readers fill in themselves.
  code: code.replaceAll('…', KEY),
}));

const program = useProgram();

/** The one block that holds these words. */
function block(language: string, words: string): string {
  const found = BLOCKS.filter((one) => one.language === language && one.code.includes(words));
  expect(found).toHaveLength(1);
  return found[0]?.code ?? '';
}

/** An environment in which `npx -y @ofoxai/mcp` starts the program, and `claude` tells its arguments. */
function environment(apiUrl: string): Record<string, string> {
  const folder = tempFolder();
  const script = (name: string, lines: string) => {
    writeFileSync(join(folder, name), `#!/bin/sh\n${lines}\n`);
    chmodSync(join(folder, name), 0o755);
  };
  const start = `exec "${process.execPath}" "${program()}" "$@"`;
  script('npx', `[ "$1 $2" = "-y @ofoxai/mcp" ] || exit 9\nshift 2\n${start}`);
  script('claude', 'printf "%s\\n" "$@"');
  return {
    PATH: `${folder}${delimiter}${process.env.PATH}`,
    OFOX_BASE_URL: apiUrl,
    OFOX_MCP_PORT: '0',
  };
}

interface Entry {
  command: string;
  args: string[];
  env?: Record<string, string>;
}

/** Starts a server as a client would that was given this entry, and asks it something. */
async function expectAnswer({ command, args, env }: Entry): Promise<void> {
  const around = environment(await startGateway());
  const all = { ...around, ...env };
  const client = makeClient('legacy');
  onTestFinished(() => client.close());
  await client.connect(new StdioClientTransport({ command, args, env: all, stderr: 'ignore' }));
  const asked = { name: 'chat', arguments: { prompt: 'What is 6 * 7?' } };
  expect(JSON.stringify(await client.callTool(asked))).toMatch(/42.*\$0\.0/);
}

/** Starts a server over HTTP by a command for a shell. @returns its port. */
function startInShell(command: string, apiUrl: string): Promise<number> {
  const child = spawn('sh', ['-c', `exec env ${command}`], {
    env: environment(apiUrl),
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  onTestFinished(() => void child.kill());
  let said = '';
  return new Promise((resolve, reject) => {
    child.stderr.on('data', (chunk) => {
      said += chunk;
      const [, port] = /serves http:\S+:(\d+)\/mcp/.exec(said) ?? [];
      if (port !== undefined) resolve(Number(port));
    });
    child.once('exit', () => reject(new Error(said)));
  });
}

function initialize(port: number, headers: Record<string, string>): Promise<number> {
  const clientInfo = { name: 'test', version: '1' };
  const params = { protocolVersion: '2025-06-18', capabilities: {}, clientInfo };
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'initialize', params });
  return new Promise((resolve, reject) => {
    const accept = 'application/json, text/event-stream';
    const all = { accept, 'content-type': 'application/json', ...headers };
    const options = { port, path: '/mcp', method: 'POST', headers: all };
    const asked = request(options, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    asked.once('error', reject);
    asked.end(body);
  });
}

describe.skipIf(process.platform === 'win32')('README.md', () => {
  test('the command alone', async () => {
    const command = block('sh', `OFOX_API_KEY=${KEY} npx -y @ofoxai/mcp\n`).trim();
    await expectAnswer({ command: 'sh', args: ['-c', `exec env ${command}`] });
  });

  test('Claude Code', async () => {
    const child = spawn('sh', ['-c', block('sh', 'claude mcp add')], {
      env: { ...environment('http://127.0.0.1:9'), OFOX_API_KEY: KEY },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const words = (await child.stdout.toArray()).join('').trim().split('\n');
    const end = words.indexOf('--');
    const [command = '', ...args] = words.slice(end + 1);
    const env = words.slice(0, end).filter((word) => word.includes('='));
    expect(words.slice(0, 3)).toEqual(['mcp', 'add', 'ofox']);
    await expectAnswer({
      command,
      args,
      env: Object.fromEntries(env.map((word) => word.split('='))),
    });
  });

  test('Claude Desktop and Cursor', async () => {
    await expectAnswer(JSON.parse(block('json', '"mcpServers"')).mcpServers.ofox);
  });

  test('VS Code', async () => {
    const { inputs, servers } = JSON.parse(block('json', '"inputs"'));
    const [{ id, password }] = inputs;
    expect(password).toBe(true);
    const filled = JSON.stringify(servers.ofox).replaceAll(`\${input:${id}}`, KEY);
    await expectAnswer(JSON.parse(filled));
  });

  test('n8n', async () => {
    const command = block('sh', '--http --max-spend 5');
    const port = await startInShell(command, await startGateway());
    const authorization = `Bearer ${KEY}`;
    expect(await initialize(port, {})).toBe(401);
    expect(await initialize(port, { authorization })).toBe(200);
  });

  test('a server beyond loopback', async () => {
    const command = block('sh', '--allowed-hosts');
    const port = await startInShell(command, await startGateway());
    const authorization = `Bearer ${KEY}`;
    expect(await initialize(port, { authorization })).toBe(403);
    expect(await initialize(port, { authorization, host: 'mcp.example.com' })).toBe(200);
  });

  test('LangChain', async () => {
    // Beside the packages that it imports.
    const home = fileURLToPath(new URL('../node_modules/', import.meta.url));
    const folder = mkdtempSync(join(home, '.readme-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const file = join(folder, 'block.mjs');
    writeFileSync(file, `${block('ts', 'MultiServerMCPClient')}export { agent, client };\n`);
    onTestFinished(() => void vi.unstubAllEnvs());
    vi.stubEnv('OFOX_API_KEY', KEY);
    vi.stubEnv('PATH', environment('http://127.0.0.1:9').PATH);
    const { agent, client } = await import(/* @vite-ignore */ pathToFileURL(file).href);
    onTestFinished(() => client.close());
    const tools: { name: string }[] = agent.options.tools;
    expect(tools.map(({ name }) => name)).toContain('compare');
  });

  test('has no other block', () => {
    const languages = BLOCKS.map(({ language }) => language).sort();
    expect(languages).toEqual(['json', 'json', 'sh', 'sh', 'sh', 'sh', 'ts']);
  });

  test('names no flag and no variable that does not exist', () => {
    const flags = [...README.matchAll(/(?<=[\s`])--([a-z-]+)/g)].map(([, name]) => name);
    const known = [...Object.keys(OPTIONS), 'help', 'env'];
    expect(flags.filter((name = '') => !known.includes(name))).toEqual([]);
    const variables = [...README.matchAll(/\b(?:OFOX|MCP)_[A-Z_]+/g)].map(([name]) => name);
    const read = [
      'OFOX_API_KEY',
      'MCP_AUTH_TOKEN',
      ...Object.values(OPTIONS).map(({ env }) => env),
    ];
    expect(variables.filter((name) => !read.includes(name))).toEqual([]);
  });
});

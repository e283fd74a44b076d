import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { inspect } from './inspector.ts';
import { KEY, pathOf, run, startGateway, tempFolder } from './programs.ts';

const PACKAGE = '../../packages/mcp';
const MCPB = pathOf('node_modules/@anthropic-ai/mcpb/dist/cli/cli.js');

interface Manifest {
  version: string;
  server: { mcp_config: { command: string; args: string[]; env: Record<string, string> } };
  tools: { name: string }[];
  user_config: Record<string, { default?: string | number }>;
}

test('the bundle for Claude Desktop starts as its manifest says', async () => {
  const packed = await run([pathOf(`${PACKAGE}/mcpb/pack.mjs`)], { HOME: tempFolder() });
  expect(packed.code, packed.stderr).toBe(0);
  const folder = tempFolder();
  const unpacked = await run([MCPB, 'unpack', pathOf(`${PACKAGE}/dist/ofox.mcpb`), folder], {});
  expect(unpacked.code, unpacked.stderr).toBe(0);
  expect(readdirSync(folder, { recursive: true }).sort()).toEqual([
    ...['manifest.json', 'package.json', 'server', join('server', 'main.js')],
  ]);
  const read = (path: string) => JSON.parse(readFileSync(path, 'utf8'));
  const manifest: Manifest = read(join(folder, 'manifest.json'));
  expect(manifest.version).toBe(read(pathOf(`${PACKAGE}/package.json`)).version);

  // What the host puts in: its own folder's name, what the user filled in, and the defaults.
  const values: Record<string, string> = { __dirname: folder, 'user_config.api_key': KEY };
  for (const [name, { default: usual }] of Object.entries(manifest.user_config)) {
    if (usual !== undefined) {
      values[`user_config.${name}`] = String(usual).replace(/^\$\{HOME\}/, tempFolder());
    }
  }
  const fill = (text: string) => text.replace(/\$\{([^}]+)\}/g, (_, name) => values[name] ?? '');
  const { args, env } = manifest.server.mcp_config;
  const filled = Object.entries(env).map(([name, value]) => `${name}=${fill(value)}`);
  const server = [
    ...[...filled, `OFOX_BASE_URL=${await startGateway()}`].flatMap((one) => ['-e', one]),
    ...[process.execPath, ...args.map(fill)],
  ];
  const { tools } = (await inspect(server, '--method', 'tools/list')) as Manifest;
  expect(tools.map(({ name }) => name)).toEqual(manifest.tools.map(({ name }) => name));
  const call = ['--method', 'tools/call', '--tool-name', 'chat', '--tool-args-json'];
  const answer = await inspect(server, ...call, '{"prompt":"What is 6 * 7?"}');
  expect(JSON.stringify(answer)).toMatch(/42.*openai\/gpt-5-mini · /);
});

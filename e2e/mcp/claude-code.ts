// Claude Code with our server as its tools and our gateway as its model, offline. Not in CI: its
// program is 364 MB. Run it with `npx -y pnpm@12 test:claude-code`.
import { execFile, execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { KEY, pathOf, SERVER, startGateway, tempFolder } from './programs.ts';

const VERSION = '2.1.330';
const PACKAGE = `@anthropic-ai/claude-code-${process.platform}-${process.arch}`;

/** Fetches the program once. @returns its path; `undefined` where it cannot be had. */
function install(): string | undefined {
  const cache = pathOf('.cache');
  const program = join(cache, 'node_modules', PACKAGE, 'claude');
  if (!existsSync(program)) {
    const how = ['--prefix', cache, '--no-save', '--ignore-scripts', '--no-audit', '--no-fund'];
    try {
      execFileSync('npm', ['install', ...how, `${PACKAGE}@${VERSION}`], { stdio: 'ignore' });
    } catch {
      return undefined;
    }
  }
  return existsSync(program) ? program : undefined;
}

const claude = install();
if (claude === undefined) console.log(`${PACKAGE} cannot be installed: nothing is tested.`);

async function run(home: string, args: string[], env: Record<string, string> = {}) {
  const { stdout } = await promisify(execFile)(claude ?? '', args, {
    cwd: home,
    env: { PATH: process.env.PATH, HOME: home, IS_SANDBOX: '1', ...env },
    maxBuffer: 64 * 1024 * 1024,
  });
  return stdout;
}

test.skipIf(claude === undefined)(
  'Claude Code uses the tools and reads their answers',
  async () => {
    const [home, url] = [tempFolder(), await startGateway()];
    const env = { OFOX_API_KEY: KEY, OFOX_BASE_URL: url };
    const ofox = { command: process.execPath, args: [SERVER], env };
    writeFileSync(join(home, 'mcp.json'), JSON.stringify({ mcpServers: { ofox } }));
    const said = await run(
      home,
      [
        ...['-p', 'Use mcp__ofox__find_models.', '--model', 'anthropic/claude-sonnet-4.5'],
        ...['--mcp-config', 'mcp.json', '--strict-mcp-config', '--allowedTools', 'mcp__ofox'],
        ...['--tools', '', '--system-prompt', 'You help.'],
        ...['--output-format', 'stream-json', '--verbose'],
      ],
      {
        ANTHROPIC_BASE_URL: `${url}/anthropic`,
        ANTHROPIC_API_KEY: KEY,
        // Else the tools are found by a search, which the offline model does not know how to do.
        ENABLE_TOOL_SEARCH: 'false',
        CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
        DISABLE_AUTOUPDATER: '1',
      },
    );
    const events = said
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    const blocks = events.flatMap(({ message }) => message?.content ?? []);
    const call = blocks.find(({ name }) => name === 'mcp__ofox__find_models');
    const result = blocks.find(({ tool_use_id }) => tool_use_id === call?.id);
    expect(JSON.parse(result.content).models.length).toBeGreaterThan(0);
    const { result: answer, is_error } = events.at(-1);
    expect(is_error).toBe(false);
    expect(answer).toContain('mcp__ofox__find_models answered');
  },
);

test.skipIf(claude === undefined)('Claude Code takes the command of the README', async () => {
  const home = tempFolder();
  const readme = readFileSync(pathOf('../../packages/mcp/README.md'), 'utf8');
  const [command = ''] = /claude mcp add .+/.exec(readme) ?? [];
  const words = command.replace('$OFOX_API_KEY', KEY).split(' ').slice(1);
  await run(home, words);
  const { projects } = JSON.parse(readFileSync(join(home, '.claude.json'), 'utf8'));
  const added = Object.values(projects as Record<string, { mcpServers?: object }>);
  expect(added.map(({ mcpServers }) => mcpServers)).toContainEqual({
    ofox: {
      type: 'stdio',
      command: 'npx',
      args: ['-y', '@ofoxai/mcp'],
      env: { OFOX_API_KEY: KEY, OFOX_MAX_SPEND_USD: '5' },
    },
  });
});

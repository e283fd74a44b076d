// The Inspector's command line against the built server, in both eras: lists, and lints every
// schema for portability (`--strict`). Needs `npm install --ignore-scripts` here and a build.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const at = (path) => fileURLToPath(new URL(path, import.meta.url));
const inspector = at('node_modules/.bin/mcp-inspector');
const server = at('../../packages/mcp/dist/main.js');
if (!existsSync(inspector)) {
  console.log('skipped: the Inspector is not installed (npm install --ignore-scripts in e2e/mcp)');
  process.exit(0);
}

function inspect(...args) {
  const { status, stdout, stderr } = spawnSync(
    inspector,
    ['--cli', process.execPath, server, '--toolsets', 'all', ...args],
    { encoding: 'utf8', env: { ...process.env, OFOX_API_KEY: 'sk-test-e2e' } },
  );
  assert.equal(status, 0, `${args.join(' ')}: exit ${status}\n${stdout}\n${stderr}`);
  return stdout;
}

for (const era of ['legacy', 'modern']) {
  const list = inspect(
    '--protocol-era',
    era,
    '--method',
    'tools/list',
    '--strict',
    '--format',
    'json',
  );
  for (const name of ['chat', 'compare', 'find_models', 'generate_image', 'rank_texts']) {
    assert.match(list, new RegExp(`"${name}"`));
  }
  assert.match(inspect('--protocol-era', era, '--method', 'prompts/list'), /second_opinion/);
  assert.match(inspect('--protocol-era', era, '--method', 'resources/templates/list'), /\{\+id\}/);
  console.log(`Inspector, ${era} era: tools (strict), prompts and resources pass`);
}

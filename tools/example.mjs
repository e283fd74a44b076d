// Runs one example from the sources, without a build: `pnpm example GROUP/NAME [arguments]`.
// Without a name it tells which there are.
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';

const folder = new URL('../examples/', import.meta.url);
const examples = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .flatMap(({ name: group }) =>
    readdirSync(new URL(`${group}/`, folder)).map((f) => `${group}/${f}`),
  )
  .filter((path) => /\.(ts|sh)$/.test(path));

const [name = '', ...args] = process.argv.slice(2);
const wanted = name.replace(/^examples\//, '');
const path = examples.find((file) => file === wanted || file.replace(/\.\w+$/, '') === wanted);

if (!path)
  giveUp(`${name === '' ? '' : `There is no example ${name}. `}The examples are:\n\n${list()}`);
if (!process.env.OFOX_API_KEY) {
  giveUp(
    'OFOX_API_KEY is not set. Start a gateway of your own in another terminal, without an account:\n\n' +
      '  npx -y pnpm@12 start\n\n' +
      'and set OFOX_API_KEY to the key that it prints, and OFOX_BASE_URL to its address.',
  );
}
const file = fileURLToPath(new URL(path, folder));
const startsMcp = readFileSync(file, 'utf8').includes('@ofoxai/mcp/');
if (startsMcp && !existsSync(new URL('../packages/mcp/dist/main.js', import.meta.url))) {
  giveUp('The MCP server is not built yet: run npx -y pnpm@12 build first.');
}

const [program, flags] = path.endsWith('.sh')
  ? ['sh', []]
  : [process.execPath, ['--conditions=@ofoxai/source', '--import', import.meta.resolve('tsx/esm')]];
const child = spawn(program, [...flags, file, ...args], { stdio: 'inherit' });
// The terminal sends Ctrl-C to both; whoever signals this process alone means the example.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
  });
}
child.on('exit', (code, signal) => {
  process.exitCode = code ?? 128 + (constants.signals[signal] ?? 0);
});

function list() {
  const width = Math.max(...examples.map((file) => file.length));
  return examples
    .map((file) => `  ${file.replace(/\.\w+$/, '').padEnd(width)}${topicOf(file)}`)
    .join('\n');
}

/** The first sentence of the comment that an example begins with. */
function topicOf(file) {
  const lines = readFileSync(new URL(file, folder), 'utf8')
    .replace(/^#!.*\n/, '')
    .split('\n');
  const end = lines.findIndex((line) => !/^(?:\/\/|#)/.test(line));
  const comment = lines.slice(0, end).map((line) => line.replace(/^(?:\/\/|#) ?/, ''));
  return comment.join(' ').replace(/(?<=\w\.) .*$/, '');
}

function giveUp(message) {
  console.error(message);
  process.exit(2);
}

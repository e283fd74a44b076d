// pnpm bench NAME [--quick] [--only SECTION]... [--json FILE]: builds, then runs bench/NAME.ts and
// prints what its run() measured. Sections are those that the file exports, if it has any.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { register } from 'tsx/esm/api';

const here = new URL('.', import.meta.url);
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'string' },
    quick: { type: 'boolean', default: false },
    only: { type: 'string', multiple: true, default: [] },
  },
});
const [name] = positionals;
if (positionals.length !== 1 || !existsSync(new URL(`${name}.ts`, here))) {
  const helpers = ['percentile.ts', 'report.ts'];
  const names = readdirSync(here).filter((file) => file.endsWith('.ts') && !helpers.includes(file));
  console.error('usage: pnpm bench NAME [--quick] [--only SECTION]... [--json FILE]');
  console.error(`names: ${names.map((file) => file.replace(/\.ts$/, '')).join(', ')}`);
  process.exit(2);
}

// What is measured is what is published: the packages' dist.
const build = spawnSync(
  'turbo',
  ['run', 'build', '--filter=@ofoxai/bench^...', '--output-logs=errors-only'],
  {
    cwd: fileURLToPath(new URL('..', here)),
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, TURBO_TELEMETRY_DISABLED: '1' },
    shell: process.platform === 'win32',
  },
);
if (build.error) throw build.error;
if (build.status !== 0) process.exit(build.status ?? 1);

register();
const { run, sections = [] } = await import(new URL(`${name}.ts`, here).href);
const unknown = values.only.filter((section) => !sections.includes(section));
if (unknown.length > 0) {
  console.error(
    `${name} has no ${unknown.join(', ')}. Its sections: ${sections.join(', ') || 'none'}`,
  );
  process.exit(2);
}
const { printTable, writeRows } = await import(new URL('report.ts', here).href);
const rows = await run({ quick: values.quick, only: values.only });
printTable(rows);
if (values.json !== undefined) writeRows(resolve(values.json), rows);

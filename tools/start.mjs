// Builds the gateway and the page quietly, then runs both with the tour:
// `pnpm start [--once] [flags of ofox-gateway]`. Its nodes are those of apps/demo/gateway.yaml, unless
// a --config names others.
import { spawn, spawnSync } from 'node:child_process';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const build = spawnSync(
  'turbo',
  [
    ...['run', 'build', '--filter=@ofoxai/gateway', '--filter=@ofoxai/demo'],
    '--output-logs=errors-only',
  ],
  {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, TURBO_TELEMETRY_DISABLED: '1' },
    shell: process.platform === 'win32',
  },
);
if (build.error) throw build.error;
if (build.status !== 0) {
  process.stderr.write(build.stdout + build.stderr);
  process.exit(build.status ?? 1);
}

const pathOf = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const flags = process.argv.slice(2);
const isConfigured = flags.some((flag) => flag === '--config' || flag.startsWith('--config='));
const gateway = spawn(
  process.execPath,
  [
    ...[pathOf('packages/gateway/dist/main.js'), '--tour', '--demo', pathOf('apps/demo/dist')],
    ...(isConfigured ? [] : ['--config', pathOf('apps/demo/gateway.yaml')]),
    ...flags,
  ],
  { stdio: 'inherit' },
);
// The terminal sends Ctrl-C to both; whoever signals this process alone means the gateway.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    if (signal !== 'SIGINT' || !process.stdin.isTTY) gateway.kill(signal);
  });
}
gateway.on('exit', (code, signal) => {
  process.exitCode = code ?? 128 + (constants.signals[signal] ?? 0);
});

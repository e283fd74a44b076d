import { execFileSync } from 'node:child_process';

/**
 * Installs the clients beside this file, as locked. The Inspector asks for a newer Node than ours,
 * but its command line runs on this one; nothing of what it brings needs an install script.
 */
export default function install(): void {
  const how = ['--ignore-workspace', '--frozen-lockfile', '--ignore-scripts', '--reporter=silent'];
  execFileSync('npx', ['-y', 'pnpm@12', 'install', ...how], {
    cwd: import.meta.dirname,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, CI: 'true' },
    shell: process.platform === 'win32',
  });
}

// Child processes that are waited for by what they say, and ended with everything they started.
import { spawn } from 'node:child_process';
import { createServer } from 'node:net';

const running = new Set();

/** Starts a process and waits until its output matches. */
export async function start(command, args, { ready, ms = 120_000, ...options }) {
  const child = spawn(command, args, {
    ...options,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  running.add(child);
  let output = '';
  const found = await new Promise((resolve, reject) => {
    const fail = (why) => reject(new Error(`${args.join(' ')}: ${why}\n${output.slice(-3000)}`));
    const timer = setTimeout(() => fail(`not ready within ${ms} ms`), ms);
    const read = (chunk) => {
      output = (output + chunk).slice(-200_000);
      const match = ready.exec(output);
      if (!match) return;
      clearTimeout(timer);
      resolve(match);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.on('exit', (code) => {
      running.delete(child);
      clearTimeout(timer);
      fail(`ended with code ${code}`);
    });
  });
  return { child, match: found, output: () => output, stop: (signal) => stop(child, signal) };
}

export async function stop(child, signal = 'SIGTERM') {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  const kill = (name) => {
    try {
      process.kill(-child.pid, name);
    } catch {}
  };
  kill(signal);
  const timer = setTimeout(() => kill('SIGKILL'), 8000);
  await gone;
  clearTimeout(timer);
  running.delete(child);
}

export async function stopAll() {
  await Promise.all([...running].map((child) => stop(child)));
}

export function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

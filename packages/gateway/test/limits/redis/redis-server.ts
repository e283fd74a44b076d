import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';

/** The server that is on this machine, if there is one. */
export const REDIS_SERVER = ['redis-server', 'valkey-server'].find(isOnPath);

const NO_REDIS = 'Skipped: neither redis-server nor valkey-server is on this machine.';

if (!REDIS_SERVER) console.warn(NO_REDIS);

function isOnPath(name: string): boolean {
  try {
    execFileSync(name, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** A real server on loopback, without persistence, that can be frozen, killed and started again. */
export class RedisServer {
  readonly #directory = mkdtempSync(join(tmpdir(), 'ofox-redis-'));
  readonly #args: readonly string[];
  #process: ChildProcess | undefined;
  port = 0;

  constructor(args: readonly string[] = []) {
    this.#args = args;
  }

  static async start(args: readonly string[] = []): Promise<RedisServer> {
    const server = new RedisServer(args);
    await server.start();
    return server;
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  /** Starts it, on the same port as before if it ran before. */
  async start(): Promise<void> {
    for (let tries = 0; tries < 5; tries += 1) {
      if (this.port === 0) this.port = await freePort();
      const args = ['--port', String(this.port), '--bind', '127.0.0.1', '--save', ''];
      this.#process = spawn(REDIS_SERVER!, [...args, '--dir', this.#directory, ...this.#args], {
        stdio: 'ignore',
      });
      if (await this.#answers()) return;
      await this.kill();
      this.port = 0;
    }
    throw new Error('The Redis server did not start.');
  }

  freeze(): void {
    this.#process?.kill('SIGSTOP');
  }

  thaw(): void {
    this.#process?.kill('SIGCONT');
  }

  async kill(): Promise<void> {
    const running = this.#process;
    this.#process = undefined;
    if (!running || running.exitCode !== null || running.signalCode !== null) return;
    const exited = once(running, 'exit');
    running.kill('SIGKILL');
    await exited;
  }

  async stop(): Promise<void> {
    await this.kill();
    rmSync(this.#directory, { recursive: true, force: true });
  }

  /** A client of the tests' own. */
  client(): Redis {
    return new Redis(this.port, '127.0.0.1');
  }

  async #answers(): Promise<boolean> {
    for (let tries = 0; tries < 200; tries += 1) {
      if (this.#process?.exitCode !== null) return false;
      if (/^(\+PONG|-NOAUTH)/.test(await ping(this.port))) return true;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    return false;
  }
}

/** What the server says first, or nothing when there is none. */
async function ping(port: number): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    socket.write('PING\r\n');
    const [answer] = await once(socket, 'data');
    return String(answer);
  } catch {
    return '';
  } finally {
    socket.destroy();
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('There is no port.');
  return address.port;
}

/** Waits until something is so; the test's own time limit ends it. */
export async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 10));
}

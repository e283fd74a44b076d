import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';

const pathOf = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

/** A gateway in its own process, as people run it, with the built page. */
export class TestGateway {
  readonly port: number;
  readonly #flags: readonly string[];
  #process: ChildProcess | undefined;

  private constructor(port: number, flags: readonly string[]) {
    this.port = port;
    this.#flags = flags;
  }

  /** Starts one on a free port. @param flags besides those for the page. */
  static async start(...flags: string[]): Promise<TestGateway> {
    const gateway = new TestGateway(await freePort(), flags);
    await gateway.run();
    return gateway;
  }

  get pageUrl(): string {
    return `http://127.0.0.1:${this.port}/demo/`;
  }

  /** Starts the process, and waits until it answers. */
  async run(): Promise<void> {
    const main = pathOf('packages/gateway/dist/main.js');
    const config = ['--config', pathOf('apps/demo/gateway.yaml')];
    const page = ['--demo', pathOf('apps/demo/dist'), '--port', String(this.port)];
    const child = spawn(process.execPath, [main, ...config, ...page, ...this.#flags], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    this.#process = child;
    let told = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      told += text;
    });
    const gone = once(child, 'exit').then(() => {
      throw new Error(`The gateway did not start: ${told}`);
    });
    const up = (async () => {
      while (!told.includes('The page is at')) await once(child.stderr, 'data');
    })();
    await Promise.race([up, gone]);
    gone.catch(() => {});
  }

  /** Ends the process at once, as a crash would. */
  async kill(): Promise<void> {
    const child = this.#process;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }

  /** The sum of one of its metrics. */
  async metric(name: string, labels = ''): Promise<number> {
    const response = await fetch(`http://127.0.0.1:${this.port}/metrics`);
    let sum = 0;
    for (const line of (await response.text()).split('\n')) {
      if (line.startsWith(name) && line.includes(labels)) sum += Number(line.split(' ').at(-1));
    }
    return sum;
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  return port;
}

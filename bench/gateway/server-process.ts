import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';

const NANOSECONDS = 1e9;
const MIB = 1024 * 1024;
const PAGE_BYTES = 4096;

/** The longest turn of an event loop, in milliseconds: on the clock, and of them on the processor. */
export interface LongestTurn {
  wall: number;
  cpu: number;
}

/** A server of its own process, whose CPU and memory can be read. */
export class ServerProcess {
  readonly url: string;
  readonly #process: ChildProcess;

  /**
   * Starts it, and waits until it tells where it listens.
   * @param find what its output must match; the first group is the URL.
   */
  static async start(
    args: readonly string[],
    find = /"url":"(http:[^"]+)"/,
  ): Promise<ServerProcess> {
    const child = spawn(process.execPath, args, {
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      env: { ...process.env, NODE_ENV: 'production' },
    });
    process.setMaxListeners(0);
    process.on('exit', () => child.kill('SIGKILL'));
    let output = '';
    const url = await new Promise<string>((resolve, reject) => {
      const look = (data: Buffer) => {
        output += data;
        const found = find.exec(output)?.[1];
        if (found !== undefined) resolve(found);
      };
      child.stdout?.on('data', look);
      child.stderr?.on('data', look);
      child.on('exit', () => reject(new Error(`${args.join(' ')} ended: ${output}`)));
    });
    // From here on nobody reads what it writes, but it is written.
    for (const stream of [child.stdout, child.stderr]) {
      stream?.removeAllListeners('data');
      stream?.resume();
    }
    return new ServerProcess(child, url);
  }

  private constructor(child: ChildProcess, url: string) {
    this.#process = child;
    this.url = url;
  }

  get pid(): number {
    return this.#process.pid ?? 0;
  }

  /** Seconds of CPU that it has used, in all its threads. */
  get cpu(): number {
    let nanoseconds = 0;
    for (const thread of readdirSync(`/proc/${this.pid}/task`)) {
      nanoseconds += Number(this.#stat(`task/${thread}/schedstat`).split(' ')[0]);
    }
    return nanoseconds / NANOSECONDS;
  }

  /** Resident memory in MiB. */
  get rss(): number {
    return (Number(this.#stat('statm').split(' ')[1]) * PAGE_BYTES) / MIB;
  }

  /**
   * The longest turn of its event loop since this was asked last.
   * Only for a server that was started with `watch-loop.mjs`.
   */
  async longestTurn(): Promise<LongestTurn> {
    const told = once(this.#process, 'message');
    this.#process.send('longest turn');
    const [turn] = (await told) as [LongestTurn];
    return turn;
  }

  async stop(): Promise<void> {
    if (this.#process.exitCode !== null) return;
    const exited = once(this.#process, 'exit');
    this.#process.kill('SIGKILL');
    await exited;
  }

  #stat(file: string): string {
    return readFileSync(`/proc/${this.#process.pid}/${file}`, 'latin1');
  }
}

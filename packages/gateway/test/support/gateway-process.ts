import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';
import { afterAll, beforeAll, onTestFinished } from 'vitest';

const PACKAGE = join(import.meta.dirname, '../..');

/** The command as it is run, from the sources; built once for each file of tests. */
export function useCommand(): {
  start(config: object, args?: string[], environment?: object): Promise<GatewayProcess>;
} {
  let directory = '';
  beforeAll(async () => {
    directory = mkdtempSync(join(PACKAGE, '../../node_modules/.gateway-'));
    writeFileSync(join(directory, 'package.json'), '{ "version": "0.0.0" }\n');
    await build({
      configFile: false,
      logLevel: 'silent',
      build: {
        ssr: join(PACKAGE, 'src/main.ts'),
        outDir: join(directory, 'dist'),
        rollupOptions: { output: { entryFileNames: 'main.mjs' } },
      },
      ssr: { resolve: { conditions: ['@ofoxai/source'] }, noExternal: [/.*/] },
    });
  }, 60_000);
  afterAll(() => rmSync(directory, { recursive: true }));
  let configs = 0;
  return {
    async start(config, args = [], environment = {}) {
      configs += 1;
      const file = join(directory, `${configs}.json`);
      writeFileSync(file, JSON.stringify({ port: 0, ...config }));
      const started = new GatewayProcess(join(directory, 'dist/main.mjs'), file, args, {
        ...process.env,
        ...environment,
      });
      onTestFinished(() => started.kill());
      await started.ready;
      return started;
    },
  };
}

/** A gateway of its own process. */
export class GatewayProcess {
  readonly process: ChildProcess;
  readonly ready: Promise<void>;
  readonly #file: string;
  output = '';
  errors = '';

  constructor(main: string, file: string, args: readonly string[], env: NodeJS.ProcessEnv) {
    this.#file = file;
    this.process = spawn(process.execPath, [main, '--config', file, ...args], {
      env,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    this.process.stdout?.on('data', (data: Buffer) => {
      this.output += data;
    });
    this.ready = new Promise((resolve, reject) => {
      this.process.stderr?.on('data', (data: Buffer) => {
        this.errors += data;
        if (this.errors.includes('Serving the OfoxAI API')) resolve();
      });
      this.process.on('exit', () => reject(new Error(`The gateway ended: ${this.errors}`)));
    });
  }

  get url(): string {
    return /at (http:\/\/[^,\s]+)/.exec(this.errors)?.[1] ?? '';
  }

  /** Writes its configuration anew, as it is where it is a text, and tells it so. */
  reload(config: object | string): void {
    writeFileSync(this.#file, typeof config === 'string' ? config : JSON.stringify(config));
    this.signal('SIGHUP');
  }

  /** The lines of its log. */
  get log(): Record<string, unknown>[] {
    const lines = this.output.split('\n').filter((line) => line.startsWith('{'));
    return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  }

  signal(name: NodeJS.Signals): void {
    this.process.kill(name);
  }

  /** Resolves to the exit code. */
  async exit(): Promise<number | null> {
    const { exitCode, signalCode } = this.process;
    if (exitCode !== null || signalCode !== null) return exitCode;
    const [code] = (await once(this.process, 'exit')) as [number | null];
    return code;
  }

  async kill(): Promise<void> {
    this.process.kill('SIGKILL');
    await this.exit();
  }
}

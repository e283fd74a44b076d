import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { loadConfig } from '../../../gateway/src/config/load.ts';
import { type Started, start } from '../../../gateway/src/start.ts';

const ROOT = new URL('../../../../', import.meta.url);
const KEY = 'sk-test-examples';
const LAUNCHER = fileURLToPath(new URL('tools/example.mjs', ROOT));

/** How an example ended, and all that it printed. */
export interface Outcome {
  code: number | null;
  said: string;
}

/** The examples of these folders, as `core/stream.ts`. */
export function listExamples(groups: readonly string[]): string[] {
  return groups.flatMap((group) =>
    readdirSync(new URL(`examples/${group}/`, ROOT))
      .filter((file) => /\.(ts|sh)$/.test(file))
      .map((file) => `${group}/${file}`),
  );
}

/**
 * Where examples run, each as a process of its own: the gateway that `pnpm start` runs, an MCP server
 * and a folder for files. What they import of ours is read from the sources and compiled once for
 * all of a folder, which takes a tenth of the time that a loader would take in each process.
 */
export class Stage {
  readonly #scratch = mkdtempSync(join(tmpdir(), 'ofox-examples-'));
  readonly #children = new Set<ChildProcess>();
  readonly #env: NodeJS.ProcessEnv = { ...process.env, OFOX_API_KEY: KEY };
  #gateway: Started['gateway'] | undefined;

  async open(groups: readonly string[]): Promise<void> {
    for (const group of groups) await compile(group);
    const file = fileURLToPath(new URL('apps/demo/gateway.yaml', ROOT));
    const config = loadConfig(file, {}, { keys: [KEY], port: 0, rpm: 100_000 });
    const { gateway, url } = await start(config, {});
    this.#gateway = gateway;
    this.#env.OFOX_BASE_URL = url;
  }

  /** Starts the built program of the MCP server. */
  async openMcp(program: URL): Promise<void> {
    const child = this.#spawn(process.execPath, [fileURLToPath(program), '--http', '--port', '0']);
    this.#env.OFOX_MCP_URL = await new Promise<string>((resolve, reject) => {
      let said = '';
      child.stderr?.setEncoding('utf8').on('data', (text: string) => {
        said += text;
        const address = /http:\S+\/mcp(?=\s)/.exec(said)?.[0];
        if (address !== undefined) resolve(address);
      });
      child.on('close', () => reject(new Error(`The MCP server ended:\n${said}`)));
    });
  }

  run(name: string): Promise<Outcome> {
    const [group = '', file = ''] = name.split('/');
    const path = fileURLToPath(new URL(`examples/${name}`, ROOT));
    const child = name.endsWith('.sh')
      ? this.#spawn('sh', [path])
      : this.#spawn(process.execPath, [join(compiledFolder(group), `${file}.mjs`), this.#scratch]);
    return outcomeOf(child);
  }

  /** Runs one as its readers do: `pnpm example NAME`. */
  launch(name: string, env: NodeJS.ProcessEnv = {}): Promise<Outcome> {
    return outcomeOf(this.#spawn(process.execPath, [LAUNCHER, name], env));
  }

  async close(): Promise<void> {
    for (const child of this.#children) child.kill();
    await this.#gateway?.close({ graceMs: 1 });
    rmSync(this.#scratch, { recursive: true, force: true });
  }

  #spawn(program: string, argv: readonly string[], env: NodeJS.ProcessEnv = {}): ChildProcess {
    const child = spawn(program, argv, {
      env: { ...this.#env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#children.add(child);
    child.on('close', () => this.#children.delete(child));
    return child;
  }
}

function outcomeOf(child: ChildProcess): Promise<Outcome> {
  let said = '';
  for (const output of [child.stdout, child.stderr]) {
    output?.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
  }
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, said })));
}

/** Within the folder's `node_modules`, so that it finds the same packages. */
function compiledFolder(group: string): string {
  return fileURLToPath(new URL(`examples/${group}/node_modules/.cache/compiled`, ROOT));
}

async function compile(group: string): Promise<void> {
  const files = listExamples([group]).filter((name) => name.endsWith('.ts'));
  const input = files.map((name) => [
    name.slice(group.length + 1),
    fileURLToPath(new URL(`examples/${name}`, ROOT)),
  ]);
  const bundle = await rolldown({
    input: Object.fromEntries(input),
    platform: 'node',
    external: /^(?!@ofoxai\/)(?:@|\w)/,
    resolve: { conditionNames: ['@ofoxai/source', 'node', 'import'] },
  });
  await bundle.write({
    dir: compiledFolder(group),
    format: 'esm',
    entryFileNames: '[name].mjs',
    cleanDir: true,
  });
  await bundle.close();
}

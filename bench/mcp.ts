import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { createGateway } from '@ofoxai/gateway';
import { median } from './percentile.ts';
import { cost, type Row } from './report.ts';

const ROUNDS = 9;
const CALLS = 300;
/** Linux counts CPU time of processes in these. */
const TICK_MS = 10;
const KEY = 'sk-test-bench-0123456789';

interface Contestant {
  args: string[];
  env?: Record<string, string>;
  call: { name: string; arguments: Record<string, unknown> };
}

interface Start {
  cpuMs: number;
  rssMb: number;
}

interface Figures extends Start {
  listBytes: number;
  callMs: number;
}

/**
 * What a server of ours costs beside the official ones, over stdio: CPU until it has answered
 * `initialize`, memory then, bytes of `tools/list`, and the round trip of a call that does nothing
 * but answer. Rounds alternate among the servers, so that a busy machine is busy for all.
 */
export async function run(): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'ofox-bench-mcp-'));
  const gateway = createGateway({ keys: [{ key: KEY, rpm: 1_000_000 }] });
  const { url } = await gateway.listen({ host: '127.0.0.1', port: 0 });
  const contestants: Record<string, Contestant> = {
    ours: {
      args: [join(packageOf('@ofoxai/mcp'), 'dist/main.js')],
      env: { OFOX_API_KEY: KEY, OFOX_BASE_URL: url },
      call: { name: 'find_models', arguments: { limit: 1 } },
    },
    everything: {
      args: [join(packageOf('@modelcontextprotocol/server-everything'), 'dist/index.js')],
      call: { name: 'echo', arguments: { message: 'hello' } },
    },
    filesystem: {
      args: [join(packageOf('@modelcontextprotocol/server-filesystem'), 'dist/index.js'), folder],
      call: { name: 'list_allowed_directories', arguments: {} },
    },
    memory: {
      args: [join(packageOf('@modelcontextprotocol/server-memory'), 'dist/index.js')],
      env: { MEMORY_FILE_PATH: join(folder, 'memory.json') },
      call: { name: 'read_graph', arguments: {} },
    },
  };
  try {
    const starts = new Map<string, Start[]>();
    for (let round = 0; round <= ROUNDS; round++) {
      for (const [name, contestant] of Object.entries(contestants)) {
        const start = await measureStart(contestant);
        // The first round warms the disk's cache.
        if (round > 0) starts.set(name, [...(starts.get(name) ?? []), start]);
      }
    }
    const figures: Record<string, Figures> = {};
    for (const [name, calls] of await measureCalls(contestants)) {
      const all = starts.get(name) ?? [];
      figures[name] = {
        cpuMs: median(all.map(({ cpuMs }) => cpuMs)),
        rssMb: median(all.map(({ rssMb }) => rssMb)),
        ...calls,
      };
    }
    return report(figures);
  } finally {
    await gateway.close({ graceMs: 1 });
    rmSync(folder, { recursive: true, force: true });
  }
}

function report({ ours, ...others }: Record<string, Figures>): Row[] {
  const { everything, filesystem } = others;
  if (!ours || !everything || !filesystem) throw new Error('a contestant is missing');
  const rows = [
    cost('CPU to first answer, ms, beside filesystem', ours.cpuMs, filesystem.cpuMs, 0.5),
    cost('RSS, MB, beside filesystem', ours.rssMb, filesystem.rssMb, 1),
    cost('tools/list, bytes, beside 4 KB', ours.listBytes, 4096, 1),
    cost("call, ms, beside everything's echo", ours.callMs, everything.callMs, 1.2),
  ];
  for (const [name, figures] of Object.entries(others)) {
    if (name !== 'filesystem') {
      rows.push(cost(`CPU to first answer, ms, beside ${name}`, ours.cpuMs, figures.cpuMs));
      rows.push(cost(`RSS, MB, beside ${name}`, ours.rssMb, figures.rssMb));
    }
    rows.push(cost(`tools/list, bytes, beside ${name}`, ours.listBytes, figures.listBytes));
    if (name !== 'everything') {
      rows.push(cost(`call, ms, beside ${name}`, ours.callMs, figures.callMs));
    }
  }
  return rows;
}

/** CPU and memory of a fresh process when its first answer is there. */
async function measureStart({ args, env }: Contestant): Promise<Start> {
  const child = spawn(process.execPath, args, {
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const params = {
    protocolVersion: '2025-06-18',
    capabilities: {},
    clientInfo: { name: 'bench', version: '1.0.0' },
  };
  child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'initialize', params })}\n`);
  await new Promise<void>((resolve, reject) => {
    let text = '';
    child.stdout.on('data', (chunk) => {
      text += chunk;
      if (text.includes('"id":1')) resolve();
    });
    child.once('exit', () => reject(new Error(`${args[0]} ended before it answered`)));
  });
  const stat = readFileSync(`/proc/${child.pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
  child.removeAllListeners('exit');
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await gone;
  return {
    cpuMs: (Number(fields[11]) + Number(fields[12])) * TICK_MS,
    rssMb: Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024,
  };
}

/** Sizes of the lists, and round trips, in turns so that a busy moment strikes all alike. */
async function measureCalls(contestants: Record<string, Contestant>) {
  const measured = await Promise.all(
    Object.entries(contestants).map(async ([name, { args, env, call }]) => {
      const client = new Client({ name: 'bench', version: '1.0.0' });
      await client.connect(
        new StdioClientTransport({
          command: process.execPath,
          args,
          ...(env && { env }),
          stderr: 'ignore',
        }),
      );
      const listBytes = Buffer.byteLength(JSON.stringify(await client.listTools()));
      return { name, client, call, listBytes, times: [] as number[] };
    }),
  );
  for (let i = -20; i < CALLS; i++) {
    for (const { client, call, times } of measured) {
      const start = performance.now();
      await client.callTool(call);
      if (i >= 0) times.push(performance.now() - start);
    }
  }
  await Promise.all(measured.map(({ client }) => client.close()));
  return new Map(
    measured.map(({ name, listBytes, times }) => [name, { listBytes, callMs: median(times) }]),
  );
}

function packageOf(name: string): string {
  return dirname(createRequire(import.meta.url).resolve(`${name}/package.json`));
}

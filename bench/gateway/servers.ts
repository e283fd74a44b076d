import { hash } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ServerProcess } from './server-process.ts';

export const KEY = 'sk-test-bench';

const TSX = ['--import', import.meta.resolve('tsx'), '--conditions=@ofoxai/source'];
const HERE = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const PORTKEY = HERE('portkey/node_modules/@portkey-ai/gateway/build/start-server.js');

/** Answers from bytes made beforehand. */
export function startUpstream(args: readonly string[] = []): Promise<ServerProcess> {
  const main = HERE('../../packages/fake-upstream/src/main.ts');
  return ServerProcess.start([...TSX, main, ...args]);
}

/** The practical limit of Node. */
export function startMinimal(upstream: string): Promise<ServerProcess> {
  return ServerProcess.start([...TSX, HERE('minimal-proxy.ts'), upstream]);
}

export interface OursOptions {
  /** Nodes that serve the same model beside the one that is asked. */
  moreNodes?: number;
  /** Keys that are known beside {@link KEY}: those of {@link callerKey}. */
  keys?: number;
  /** Whether the turns of its event loop are measured. */
  watchLoop?: boolean;
}

/** Ours as it is published, with keys, limits, metrics and logs. */
export async function startOurs(
  upstream: string,
  { moreNodes = 0, keys = 0, watchLoop = false }: OursOptions = {},
): Promise<ServerProcess> {
  const price = { input: 2.5, output: 10 };
  const node = (protocol: string, name: string, baseUrl: string, priority = 0) => ({
    name,
    protocol,
    baseUrl,
    key: 'sk-test-provider',
    priority,
    models: { [`bench/${protocol}`]: { name: 'served', price } },
  });
  const more = Array.from({ length: moreNodes }, (_, index) =>
    node('openai', `more-${index}`, `${upstream}/v1`, 1),
  );
  const directory = mkdtempSync(join(tmpdir(), 'ofox-bench-'));
  const keysFile = join(directory, 'keys.jsonl');
  writeFileSync(keysFile, keyLines(keys));
  const config = join(directory, 'gateway.json');
  writeFileSync(
    config,
    JSON.stringify({
      port: 0,
      keys: [KEY],
      keysFile,
      rpm: 1_000_000,
      nodes: [
        node('openai', 'openai', `${upstream}/v1`),
        node('anthropic', 'anthropic', upstream),
        node('gemini', 'gemini', upstream),
        ...more,
      ],
    }),
  );
  process.on('exit', () => rmSync(directory, { recursive: true, force: true }));
  const main = HERE('../../packages/gateway/dist/main.js');
  const preloaded = watchLoop ? ['--import', HERE('watch-loop.mjs')] : [];
  return ServerProcess.start([...preloaded, main, '--config', config], /at (http:\/\/[^,\s]+),/);
}

/** The peer, with the releases of hono with which it can stream; nothing when it is not installed. */
export async function startPortkey(): Promise<ServerProcess | undefined> {
  if (!existsSync(PORTKEY)) return undefined;
  const port = 20_000 + (process.pid % 20_000);
  const args = [PORTKEY, '--headless', `--port=${port}`];
  return ServerProcess.start(args, /(http:\/\/localhost:\d+)/);
}

/** One of the keys of {@link OursOptions.keys}, counted from 0. */
export function callerKey(index: number): string {
  return `${KEY}-${index}`;
}

function keyLines(count: number): string {
  const lines: string[] = [];
  for (let index = 0; index < count; index += 1) {
    const sha256 = hash('sha256', callerKey(index));
    lines.push(`{"sha256":"${sha256}","created":"2026-01-01T00:00:00.000Z"}\n`);
  }
  return lines.join('');
}

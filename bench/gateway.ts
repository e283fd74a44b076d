// What the gateway costs beside the least that a proxy on Node does, and beside its peer. All run in
// turn within one call against one upstream on loopback; ratios are medians of paired slices, and CPU
// is what the kernel counts for the process, which a busy machine disturbs less than wall time.

import { type Load, LoadGenerator, median, percentile, type Question } from './gateway/load.ts';
import { portkeyQuestion, question, type Shape } from './gateway/questions.ts';
import type { ServerProcess } from './gateway/server-process.ts';
import { startMinimal, startOurs, startPortkey, startUpstream } from './gateway/servers.ts';
import type { Row } from './report.ts';

const CHUNKS = 500;
const STREAMS = 50;
const PACE_MS = 20;
const MB = 1024 * 1024;

interface Options {
  /** Fewer and shorter slices, and the short ends of growth: for a look, not for a verdict. */
  quick?: boolean;
}

interface Target {
  server: ServerProcess;
  ask: Question;
  generator: LoadGenerator;
}

/** One slice of one target. */
interface Slice {
  cpu: number;
  load: Load;
}

export async function run({ quick = false }: Options = {}): Promise<Row[]> {
  const rows: Row[] = [];
  const rounds = quick ? 3 : 7;
  const upstream = await startUpstream(['--chunks', String(CHUNKS)]);
  const minimal = await startMinimal(upstream.url);
  const ours = await startOurs(upstream.url);
  const portkey = await startPortkey();
  if (!portkey)
    console.log('The peer is not installed: npm install --prefix bench/gateway/portkey');

  const least = (shape: Shape = {}) => target(minimal, question('openai', 'openai', shape));
  const crossings = [
    ['OpenAI to OpenAI', question('openai', 'openai'), 1.35],
    ['OpenAI to Anthropic', question('openai', 'anthropic'), 1.65],
    ['Anthropic to OpenAI', question('anthropic', 'openai'), 1.65],
    ['Gemini to OpenAI', question('gemini', 'openai'), 1.65],
  ] as const;
  const requests = quick ? 1500 : 6000;
  for (const [name, ask, goal] of crossings) {
    const pairs = await compare([target(ours, ask), least()], requests, 16, rounds);
    rows.push(row(`JSON 1 KB, ${name}, CPU ms a request`, perRequest(pairs), goal));
    if (name === 'OpenAI to OpenAI') {
      const seconds = pairs.map(([a, b]) => [a.load.seconds, b.load.seconds] as const);
      rows.push(row('JSON 1 KB, same protocol, 16 at a time, time', seconds, 1 / 0.75));
    }
  }
  for (const [concurrency, count] of [
    [1, requests / 4],
    [64, requests],
  ] as const) {
    const pair = [target(ours, question('openai', 'openai')), least()] as const;
    const pairs = await compare(pair, count, concurrency, rounds);
    rows.push(
      row(`JSON 1 KB, same protocol, ${concurrency} at a time, CPU ms`, perRequest(pairs), 1.35),
    );
    if (concurrency > 1) continue;
    const direct = await compare(
      [target(upstream, question('openai', 'openai')), least()],
      count,
      1,
      1,
    );
    rows.push(...latencies(pairs, direct[0]?.[0].load));
  }

  rows.push(...(await streams('full speed', ours, minimal, [], quick ? 2 : 5)));
  rows.push(...(await firstBytes(ours, minimal, upstream, quick ? 100 : 400)));
  rows.push(...(await bodies(ours, minimal, rounds, quick)));
  if (portkey) rows.push(...(await peer(ours, portkey, upstream, quick)));
  rows.push(...(await memory(ours, minimal, quick)));
  for (const server of [upstream, minimal, ours, portkey]) await server?.stop();

  rows.push(...(await paced(quick)));
  rows.push(...(await growth(quick)));
  return rows;
}

async function paced(quick: boolean): Promise<Row[]> {
  const upstream = await startUpstream(['--chunks', String(CHUNKS / 5), '--pace', String(PACE_MS)]);
  const minimal = await startMinimal(upstream.url);
  const ours = await startOurs(upstream.url);
  const rows = await streams('paced', ours, minimal, [1.35, 1.35], quick ? 2 : 5, CHUNKS / 5);
  for (const server of [upstream, minimal, ours]) await server.stop();
  return rows;
}

async function streams(
  name: string,
  ours: ServerProcess,
  minimal: ServerProcess,
  goals: readonly number[],
  rounds: number,
  chunks = CHUNKS,
): Promise<Row[]> {
  const rows: Row[] = [];
  const stream = { stream: true };
  const least = target(minimal, question('openai', 'openai', stream));
  const asks = [
    ['same protocol', question('openai', 'openai', stream)],
    ['OpenAI to Anthropic', question('openai', 'anthropic', stream)],
  ] as const;
  for (const [index, [what, ask]] of asks.entries()) {
    const pairs = await compare([target(ours, ask), least], STREAMS, STREAMS, rounds);
    const perChunk = pairs.map(
      ([a, b]) => [micros(a, STREAMS * chunks), micros(b, STREAMS * chunks)] as const,
    );
    rows.push(row(`${STREAMS} streams, ${name}, ${what}, CPU µs a chunk`, perChunk, goals[index]));
  }
  return rows;
}

async function firstBytes(
  ours: ServerProcess,
  minimal: ServerProcess,
  upstream: ServerProcess,
  count: number,
): Promise<Row[]> {
  const ask = question('openai', 'openai', { stream: true });
  const targets = [ours, minimal, upstream].map((server) => target(server, ask));
  const slices: Slice[] = [];
  for (const each of targets) slices.push(await slice(each, count, 1));
  const [a = 0, b = 0, direct = 0] = slices.map(({ load }) => percentile(load.firstByte, 0.5));
  return [
    row('added time to first byte, ms, beside the minimal proxy', [[a - direct, b - direct]]),
    row('added time to first byte, ms, beside the aim', [[a - direct, 0.8]], 1),
  ];
}

async function bodies(
  ours: ServerProcess,
  minimal: ServerProcess,
  rounds: number,
  quick: boolean,
): Promise<Row[]> {
  const rows: Row[] = [];
  for (const bytes of quick ? [MB, 10 * MB] : [10 * 1024, 100 * 1024, MB, 10 * MB]) {
    const shape = { imageBytes: bytes };
    const count = Math.max(8, Math.min(400, Math.round((quick ? 60 : 200) / (bytes / MB))));
    const perMb = ({ cpu }: Slice) => (cpu * 1000) / ((count * bytes) / MB);
    const size = bytes >= MB ? `${bytes / MB} MB` : `${bytes / 1024} KB`;
    const least = target(minimal, question('openai', 'openai', shape));
    const same = target(ours, question('openai', 'openai', shape));
    const pairs = await compare([same, least], count, 4, Math.min(rounds, 3));
    const goal = bytes === 10 * MB ? 1.4 : undefined;
    rows.push(
      row(
        `${size} image, same protocol, CPU ms a MB`,
        pairs.map(([a, b]) => [perMb(a), perMb(b)]),
        goal,
      ),
    );
    const crossing = target(ours, question('openai', 'anthropic', shape));
    const crossed = perMb(await slice(crossing, count, 4));
    rows.push(
      row(`${size} image, crossing, CPU ms a MB, beside the aim`, [[crossed, 5]], goal && 1),
    );
  }
  return rows;
}

async function peer(
  ours: ServerProcess,
  portkey: ServerProcess,
  upstream: ServerProcess,
  quick: boolean,
): Promise<Row[]> {
  const rows: Row[] = [];
  for (const to of ['openai', 'anthropic'] as const) {
    const pair = [
      target(ours, question('openai', to)),
      target(portkey, portkeyQuestion(to, upstream.url)),
    ] as const;
    const pairs = await compare(pair, quick ? 200 : 1000, 16, 3);
    rows.push(row(`JSON 1 KB, OpenAI to ${to}, CPU ms, beside Portkey`, perRequest(pairs)));
    const stream = { stream: true };
    const streamed = [
      target(ours, question('openai', to, stream)),
      target(portkey, portkeyQuestion(to, upstream.url, stream)),
    ] as const;
    const slices = await compare(streamed, STREAMS, STREAMS, 2);
    const perChunk = slices.map(
      ([a, b]) => [micros(a, STREAMS * CHUNKS), micros(b, STREAMS * CHUNKS)] as const,
    );
    rows.push(row(`${STREAMS} streams, OpenAI to ${to}, CPU µs a chunk, beside Portkey`, perChunk));
    if (to === 'anthropic') continue;
    const [a, b] = [await slice(streamed[0], 30, 1), await slice(streamed[1], 30, 1)];
    const first = ({ load }: Slice) => percentile(load.firstByte, 0.5);
    rows.push(row('time to first byte, ms, beside Portkey', [[first(a), first(b)]]));
  }
  return rows;
}

/** Memory after many requests beside that after the first of them. */
async function memory(ours: ServerProcess, minimal: ServerProcess, quick: boolean): Promise<Row[]> {
  const ask = target(ours, question('openai', 'openai'));
  const count = quick ? 10_000 : 100_000;
  await slice(ask, count / 2, 32);
  const steady = ours.rss;
  await slice(ask, count, 32);
  return [
    row(`resident MiB after ${count} requests more`, [[ours.rss, steady]], 1.05),
    row('resident MiB, beside the minimal proxy', [[ours.rss, minimal.rss]]),
  ];
}

/** Each costs as much when there is much more of something else. */
async function growth(quick: boolean): Promise<Row[]> {
  const rows: Row[] = [];
  const upstream = await startUpstream(['--chunks', '500']);
  const ask = question('openai', 'openai');
  const requests = quick ? 1500 : 4000;
  const few = await startOurs(upstream.url);
  for (const [name, options] of [
    ['3 to 10,000 nodes', { moreNodes: 10_000 }],
    [
      quick ? '1 to 100,000 keys' : '1 to 1,000,000 keys',
      { moreKeys: quick ? 100_000 : 1_000_000 },
    ],
  ] as const) {
    const many = await startOurs(upstream.url, options);
    const pairs = await compare([target(many, ask), target(few, ask)], requests, 16, quick ? 3 : 7);
    rows.push(row(`${name}, CPU ms a request`, perRequest(pairs), 1.03));
    await many.stop();
  }
  await upstream.stop();
  const longest = quick ? 5000 : 50_000;
  const long = await startUpstream(['--chunks', String(longest)]);
  const short = await startUpstream(['--chunks', '500']);
  const stream = question('openai', 'anthropic', { stream: true });
  const gateways = [await startOurs(long.url), await startOurs(short.url)] as const;
  const pairs: [number, number][] = [];
  for (let round = 0; round < (quick ? 2 : 5); round += 1) {
    const chunks = longest * 10;
    const a = micros(await slice(target(gateways[0], stream), 10, 5), chunks);
    const b = micros(await slice(target(gateways[1], stream), chunks / 500, 5), chunks);
    pairs.push([a, b]);
  }
  rows.push(row(`500 to ${longest} chunks a stream, crossing, CPU µs a chunk`, pairs, 1.03));
  for (const server of [few, long, short, ...gateways]) await server.stop();
  return rows;
}

const generators = new Map<ServerProcess, LoadGenerator>();

function target(server: ServerProcess, ask: Question): Target {
  let generator = generators.get(server);
  if (!generator) {
    generator = new LoadGenerator(server.url);
    generators.set(server, generator);
  }
  return { server, ask, generator };
}

async function slice(
  { server, ask, generator }: Target,
  count: number,
  atATime: number,
): Promise<Slice> {
  const before = server.cpu;
  const load = await generator.run(ask, count, atATime);
  return { cpu: server.cpu - before, load };
}

/** Runs both by turns, after a warm-up that nobody counts. */
async function compare(
  [ours, reference]: readonly [Target, Target],
  count: number,
  atATime: number,
  rounds: number,
): Promise<[Slice, Slice][]> {
  const pairs: [Slice, Slice][] = [];
  for (let round = -1; round < rounds; round += 1) {
    const first = await slice(ours, count, atATime);
    const second = await slice(reference, count, atATime);
    if (round >= 0) pairs.push([first, second]);
  }
  return pairs;
}

function perRequest(pairs: readonly [Slice, Slice][]): (readonly [number, number])[] {
  const millis = ({ cpu, load }: Slice) => (cpu * 1000) / load.whole.length;
  return pairs.map(([a, b]) => [millis(a), millis(b)]);
}

function micros({ cpu }: Slice, chunks: number): number {
  return (cpu * 1e6) / chunks;
}

function latencies(pairs: readonly [Slice, Slice][], direct: Load | undefined): Row[] {
  return (
    [
      ['p50', 0.5],
      ['p99', 0.99],
    ] as const
  ).map(([name, share]) => {
    const base = percentile(direct?.whole ?? [], share);
    const added = pairs.map(
      ([a, b]) =>
        [percentile(a.load.whole, share) - base, percentile(b.load.whole, share) - base] as const,
    );
    return row(
      `JSON 1 KB, one at a time, added ${name}, ms`,
      added,
      name === 'p99' ? 1.5 : undefined,
    );
  });
}

/** The medians of both, and the median of their ratios. */
function row(
  metric: string,
  pairs: readonly (readonly [number, number])[],
  goal?: number | undefined,
): Row {
  const ratio = median(pairs.map(([a, b]) => a / b));
  return {
    metric,
    ours: median(pairs.map(([a]) => a)),
    reference: median(pairs.map(([, b]) => b)),
    ratio,
    goal: goal ?? null,
    met: goal === undefined ? null : ratio <= goal,
  };
}

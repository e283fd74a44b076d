// What the gateway costs beside the least that a proxy on Node does, and beside its peer. All run in
// turn within one call against one upstream on loopback; ratios are medians of paired slices, and CPU
// is what the kernel counts for the process, which a busy machine disturbs less than wall time.

import { chunks } from './gateway/chunks.ts';
import { keys } from './gateway/keys.ts';
import type { Load } from './gateway/load.ts';
import { loopBlock } from './gateway/loop-block.ts';
import {
  compare,
  micros,
  type Pair,
  perRequest,
  row,
  type Slice,
  slice,
  target,
  warmUp,
} from './gateway/measure.ts';
import { nodes } from './gateway/nodes.ts';
import { portkeyQuestion, question } from './gateway/questions.ts';
import type { ServerProcess } from './gateway/server-process.ts';
import { startMinimal, startOurs, startPortkey, startUpstream } from './gateway/servers.ts';
import { soak } from './gateway/soak.ts';
import { percentile } from './percentile.ts';
import type { Row } from './report.ts';

const CHUNKS = 500;
const STREAMS = 50;
const PACE_MS = 20;
const MB = 1024 * 1024;
const FIRST_BYTE_AIM_MS = 0.8;
/** Requests of one slice until all code is compiled. */
const TO_WARM_UP = 2000;
/** Streams of one slice, asked for one after the other. */
const FIRST_BYTES = 60;

interface Servers {
  upstream: ServerProcess;
  minimal: ServerProcess;
  ours: ServerProcess;
}

/** Each is measured on servers of its own; `quick` is for a look, not for a verdict. */
const SECTIONS: Record<string, (quick: boolean) => Promise<Row[]>> = {
  json,
  streams: (quick) => withServers((servers) => streams('full speed', servers, [], quick ? 2 : 5)),
  paced,
  'first-byte': firstBytes,
  images,
  peer,
  memory,
  chunks,
  nodes,
  keys,
  'loop-block': loopBlock,
  soak,
};

export const sections: readonly string[] = Object.keys(SECTIONS);

interface Options {
  /** Fewer and shorter slices, and the short ends of growth. */
  quick: boolean;
  /** Which sections; all when there is none. */
  only: readonly string[];
}

export async function run({ quick, only }: Options): Promise<Row[]> {
  const rows: Row[] = [];
  for (const [name, measure] of Object.entries(SECTIONS)) {
    if (only.length === 0 || only.includes(name)) rows.push(...(await measure(quick)));
  }
  return rows;
}

async function withServers(
  measure: (servers: Servers) => Promise<Row[]>,
  upstreamOptions: readonly string[] = ['--chunks', String(CHUNKS)],
): Promise<Row[]> {
  const upstream = await startUpstream(upstreamOptions);
  const servers = {
    upstream,
    minimal: await startMinimal(upstream.url),
    ours: await startOurs(upstream.url),
  };
  const rows = await measure(servers);
  for (const server of Object.values(servers)) await server.stop();
  return rows;
}

function json(quick: boolean): Promise<Row[]> {
  return withServers(async ({ upstream, minimal, ours }) => {
    const rows: Row[] = [];
    // Short slices, and many of them: the machine's own pace changes from second to second.
    const requests = quick ? 500 : 1000;
    const rounds = quick ? 9 : 41;
    const least = target(minimal, question('openai', 'openai'));
    const crossings = [
      ['OpenAI to OpenAI', question('openai', 'openai'), 1.35],
      ['OpenAI to Anthropic', question('openai', 'anthropic'), 1.65],
      ['Anthropic to OpenAI', question('anthropic', 'openai'), 1.65],
      ['Gemini to OpenAI', question('gemini', 'openai'), 1.65],
    ] as const;
    await warmUp(least, TO_WARM_UP, 16);
    for (const [name, ask, goal] of crossings) {
      const asked = target(ours, ask);
      await warmUp(asked, TO_WARM_UP, 16);
      const pairs = await compare([asked, least], requests, 16, rounds);
      rows.push(row(`JSON 1 KB, ${name}, CPU ms a request`, perRequest(pairs), goal));
      if (name === 'OpenAI to OpenAI') {
        const seconds = pairs.map(([a, b]) => [a.load.seconds, b.load.seconds] as const);
        rows.push(row('JSON 1 KB, same protocol, 16 at a time, time', seconds, 1 / 0.75));
      }
    }
    for (const concurrency of [1, 64]) {
      const pair = [target(ours, question('openai', 'openai')), least] as const;
      const pairs = await compare(pair, requests, concurrency, rounds);
      rows.push(
        row(`JSON 1 KB, same protocol, ${concurrency} at a time, CPU ms`, perRequest(pairs), 1.35),
      );
      if (concurrency > 1) continue;
      const direct = await compare(
        [target(upstream, question('openai', 'openai')), least],
        requests,
        1,
        1,
      );
      rows.push(...latencies(pairs, direct[0]?.[0].load));
    }
    return rows;
  });
}

function paced(quick: boolean): Promise<Row[]> {
  const few = CHUNKS / 5;
  return withServers(
    (servers) => streams('paced', servers, [1.35, 1.35], quick ? 2 : 5, few),
    ['--chunks', String(few), '--pace', String(PACE_MS)],
  );
}

async function streams(
  name: string,
  { ours, minimal }: Servers,
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

function firstBytes(quick: boolean): Promise<Row[]> {
  return withServers(async ({ ours, minimal, upstream }) => {
    const stream = { stream: true };
    const least = target(minimal, question('openai', 'openai', stream));
    const direct = target(upstream, question('openai', 'openai', stream));
    const rows: Row[] = [];
    for (const to of ['openai', 'anthropic'] as const) {
      const asked = [target(ours, question('openai', to, stream)), least, direct] as const;
      for (const one of asked) await warmUp(one, FIRST_BYTES, 1);
      const added: Pair[] = [];
      for (let round = 0; round < (quick ? 5 : 15); round += 1) {
        const times: number[] = [];
        for (const one of asked) {
          const { load } = await slice(one, FIRST_BYTES, 1);
          times.push(percentile(load.firstByte, 0.5));
        }
        const [a = 0, b = 0, base = 0] = times;
        added.push([a - base, b - base]);
      }
      const what = `added time to first byte, ${to === 'openai' ? 'same protocol' : 'crossing'}, ms`;
      rows.push(row(`${what}, beside the minimal proxy`, added));
      if (to === 'anthropic') continue;
      rows.push(
        row(
          `${what}, beside the aim`,
          added.map(([a]) => [a, FIRST_BYTE_AIM_MS] as const),
          1,
        ),
      );
    }
    return rows;
  });
}

function images(quick: boolean): Promise<Row[]> {
  return withServers(async ({ ours, minimal }) => {
    const rows: Row[] = [];
    for (const bytes of quick ? [MB, 10 * MB] : [10 * 1024, 100 * 1024, MB, 10 * MB]) {
      const shape = { imageBytes: bytes };
      const count = Math.max(8, Math.min(400, Math.round((quick ? 60 : 200) / (bytes / MB))));
      const perMb = ({ cpu }: Slice) => (cpu * 1000) / ((count * bytes) / MB);
      const size = bytes >= MB ? `${bytes / MB} MB` : `${bytes / 1024} KB`;
      const goal = bytes === 10 * MB ? 1.4 : undefined;
      const least = target(minimal, question('openai', 'openai', shape));
      const same = target(ours, question('openai', 'openai', shape));
      const pairs = (await compare([same, least], count, 4, 3)).map(
        ([a, b]) => [perMb(a), perMb(b)] as const,
      );
      rows.push(row(`${size} image, same protocol, CPU ms a MB`, pairs, goal));
      const crossing = target(ours, question('openai', 'anthropic', shape));
      const crossed = perMb(await slice(crossing, count, 4));
      rows.push(
        row(`${size} image, crossing, CPU ms a MB, beside the aim`, [[crossed, 5]], goal && 1),
      );
    }
    return rows;
  });
}

async function peer(quick: boolean): Promise<Row[]> {
  const portkey = await startPortkey();
  if (!portkey) {
    console.log('The peer is not installed: npm install --prefix bench/gateway/portkey');
    return [];
  }
  const rows = await withServers((servers) => besidePeer(portkey, servers, quick));
  await portkey.stop();
  return rows;
}

async function besidePeer(
  portkey: ServerProcess,
  { ours, upstream }: Servers,
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

/** Memory beside the minimal proxy's, after the same work. */
async function memory(quick: boolean): Promise<Row[]> {
  return withServers(async ({ ours, minimal }) => {
    const ask = question('openai', 'openai');
    for (const server of [ours, minimal])
      await slice(target(server, ask), quick ? 10_000 : 100_000, 32);
    return [row('resident MiB, beside the minimal proxy', [[ours.rss, minimal.rss]])];
  });
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

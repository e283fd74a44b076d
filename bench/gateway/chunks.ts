import type { Row } from '../report.ts';
import { micros, type Pair, row, slice, target, warmUp } from './measure.ts';
import { question } from './questions.ts';
import { startOurs, startUpstream } from './servers.ts';

const SHORT = 500;
const AT_A_TIME = 4;
/** Long streams of one slice; the short ones beside them have as many chunks together. */
const STREAMS = 4;

/** A chunk costs as much in a stream of 50,000 as in one of 500, and a long stream fills no memory. */
export async function chunks(quick: boolean): Promise<Row[]> {
  const rows: Row[] = [];
  const longest = quick ? 5000 : 50_000;
  const long = await startUpstream(['--chunks', String(longest)]);
  const short = await startUpstream(['--chunks', String(SHORT)]);
  for (const to of ['openai', 'anthropic'] as const) {
    const what = to === 'openai' ? 'same protocol' : 'crossing';
    const ask = question('openai', to, { stream: true });
    const gateways = [await startOurs(long.url), await startOurs(short.url)] as const;
    const [ours, reference] = gateways.map((server) => target(server, ask));
    if (!ours || !reference) continue;
    const count = longest * STREAMS;
    await warmUp(ours, STREAMS, AT_A_TIME);
    await warmUp(reference, count / SHORT, AT_A_TIME);
    const perChunk: Pair[] = [];
    const memory: Pair[] = [];
    for (let round = 0; round < (quick ? 5 : 11); round += 1) {
      const a = await slice(ours, STREAMS, AT_A_TIME);
      const b = await slice(reference, count / SHORT, AT_A_TIME);
      perChunk.push([micros(a, count), micros(b, count)]);
      memory.push([ours.server.rss, reference.server.rss]);
    }
    const metric = `${SHORT} to ${longest.toLocaleString('en')} chunks a stream, ${what}`;
    rows.push(row(`${metric}, CPU µs a chunk`, perChunk, 1.03));
    rows.push(row(`${metric}, resident MiB`, memory));
    for (const server of gateways) await server.stop();
  }
  for (const server of [long, short]) await server.stop();
  return rows;
}

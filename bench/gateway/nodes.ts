import type { Row } from '../report.ts';
import { compare, perRequest, row, target, warmUp } from './measure.ts';
import { question } from './questions.ts';
import { startOurs, startUpstream } from './servers.ts';

const MORE = 10_000;
const REQUESTS = 5000;

/** A request costs as much where ten thousand nodes serve its model as where one does. */
export async function nodes(quick: boolean): Promise<Row[]> {
  const rows: Row[] = [];
  const upstream = await startUpstream();
  const few = await startOurs(upstream.url);
  const many = await startOurs(upstream.url, { moreNodes: MORE });
  for (const routing of ['priority', 'cost'] as const) {
    const ask = question('openai', 'openai', { routing });
    const pair = [target(many, ask), target(few, ask)] as const;
    for (const each of pair) await warmUp(each, REQUESTS, 16);
    const pairs = await compare(pair, REQUESTS, 16, quick ? 5 : 15);
    const metric = `3 to 10,000 nodes, routing by ${routing}, CPU ms a request`;
    rows.push(row(metric, perRequest(pairs), 1.03));
  }
  for (const server of [upstream, few, many]) await server.stop();
  return rows;
}

import type { Row } from '../report.ts';
import { compare, perRequest, row, target, warmUp } from './measure.ts';
import { question } from './questions.ts';
import { callerKey, startOurs, startUpstream } from './servers.ts';

const FEW = 10;
const REQUESTS = 5000;

/** A request costs as much among a million keys as among ten; ten of them call, spread over all. */
export async function keys(quick: boolean): Promise<Row[]> {
  const many = quick ? 100_000 : 1_000_000;
  const upstream = await startUpstream();
  const [few, full] = [
    await startOurs(upstream.url, { keys: FEW }),
    await startOurs(upstream.url, { keys: many }),
  ];
  const callers = (count: number) =>
    Array.from({ length: FEW }, (_, index) =>
      question('openai', 'openai', { key: callerKey((index * count) / FEW) }),
    );
  const pair = [target(full, ...callers(many)), target(few, ...callers(FEW))] as const;
  for (const each of pair) await warmUp(each, REQUESTS, 16);
  const pairs = await compare(pair, REQUESTS, 16, quick ? 5 : 15);
  const bytes = ((full.rss - few.rss) * 1024 * 1024) / many;
  for (const server of [upstream, few, full]) await server.stop();
  const counts = `${FEW} to ${many.toLocaleString('en')} keys`;
  return [
    row(`${counts}, CPU ms a request`, perRequest(pairs), 1.03),
    row(`${counts}, resident bytes a key, beside 200`, [[bytes, 200]], 1),
  ];
}

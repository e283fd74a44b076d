import type { Row } from '../report.ts';
import { type Pair, row, slice, target } from './measure.ts';
import { question } from './questions.ts';
import { startOurs, startUpstream } from './servers.ts';

const IMAGE_BYTES = 10 * 1024 * 1024;
const GOAL_MS = 15;
const AT_A_TIME = 4;

/** The longest turn of the event loop while images of 10 MB pass, of all turns of a run. */
export async function loopBlock(quick: boolean): Promise<Row[]> {
  const rows: Row[] = [];
  const upstream = await startUpstream();
  const ours = await startOurs(upstream.url, { watchLoop: true });
  const faces = [
    ['openai', 'openai'],
    ['openai', 'anthropic'],
    ['anthropic', 'openai'],
  ] as const;
  for (const [from, to] of faces) {
    const asked = target(ours, question(from, to, { imageBytes: IMAGE_BYTES }));
    await slice(asked, 4 * AT_A_TIME, AT_A_TIME);
    await ours.longestTurn();
    await slice(asked, quick ? 20 : 100, AT_A_TIME);
    const { wall, cpu } = await ours.longestTurn();
    const what = `longest turn of the loop, 10 MB image, ${from} to ${to}`;
    const beside = (value: number): Pair[] => [[value, GOAL_MS]];
    rows.push(row(`${what}, CPU ms, beside ${GOAL_MS}`, beside(cpu), 1));
    rows.push(row(`${what}, ms on the clock, beside ${GOAL_MS}`, beside(wall)));
  }
  for (const server of [upstream, ours]) await server.stop();
  return rows;
}

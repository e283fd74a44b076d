import { median } from '../percentile.ts';
import type { Row } from '../report.ts';
import { row, slice, target } from './measure.ts';
import { question } from './questions.ts';
import { startOurs, startUpstream } from './servers.ts';

/** So often memory is looked at, of which the first tenth is the way to the steady state. */
const LOOKS = 100;
const WARM_UP = LOOKS / 10;

/**
 * Memory after a million requests, beside that of the steady state at their beginning: seven of ten
 * in one piece on one protocol, two crossing, one streamed.
 */
export async function soak(quick: boolean): Promise<Row[]> {
  const total = quick ? 50_000 : 1_000_000;
  const upstream = await startUpstream(['--chunks', '20']);
  const ours = await startOurs(upstream.url);
  const whole = Array.from({ length: 7 }, () => question('openai', 'openai'));
  const mix = [
    ...whole,
    question('openai', 'anthropic'),
    question('gemini', 'openai'),
    question('anthropic', 'openai', { stream: true }),
  ];
  const asked = target(ours, ...mix);
  const resident: number[] = [];
  for (let look = 0; look < LOOKS; look += 1) {
    await slice(asked, total / LOOKS, 32);
    resident.push(ours.rss);
  }
  for (const server of [upstream, ours]) await server.stop();
  const steady = median(resident.slice(WARM_UP, 2 * WARM_UP));
  const end = median(resident.slice(-WARM_UP));
  const requests = `${total.toLocaleString('en')} requests`;
  return [row(`resident MiB at the end of ${requests}, beside their first`, [[end, steady]], 1.05)];
}

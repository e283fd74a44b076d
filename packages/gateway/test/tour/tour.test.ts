import { expect, it } from 'vitest';
import { NO_PAINT } from '../../src/tour/paint.ts';
import { runTour } from '../../src/tour/tour.ts';
import { KEY, serve } from '../support/serve.ts';

const LIMITED = 'sk-test-limited';

it('shows every protocol, every strategy and every kind of fallback, and succeeds', async () => {
  const keys = [KEY, { key: LIMITED, name: 'limited', rpm: 1 }];
  const { url } = await serve({ keys });
  const lines: string[] = [];
  const succeeded = await runTour({
    url,
    key: KEY,
    limitedKey: LIMITED,
    shownKey: undefined,
    paint: NO_PAINT,
    write: (line) => lines.push(...line.split('\n')),
  });
  const text = lines.join('\n');
  expect(succeeded, text).toBe(true);
  expect(text).not.toContain('✗');
  expect(text).toMatch(/Routing by priority .* openai\/gpt-4o .*\n +steady answered/);
  expect(text).toMatch(/Routing by cost .*\n +thrifty answered/);
  expect(text).toMatch(/Routing by latency .*\n +asked .*swift/);
  expect(text).toMatch(/Balanced routing .*\n +6 calls at once were shared out by load: \w+ \d/);
  expect(text).toMatch(
    /fallback across protocols +anthropic\/.*\n +over-openai failed \(503\), then over-anthropic answered/,
  );
  for (const line of lines) expect(line.length, line).toBeLessThanOrEqual(100);
}, 60_000);

import { test } from 'vitest';
import { type FakeUpstream, startFakeUpstream } from '../src/index.ts';

/** A test with a fake upstream of its own, which a script that cannot be played makes fail. */
export const it = test.extend<{ upstream: FakeUpstream }>({
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads what a fixture needs off its pattern
  upstream: async ({}, use) => {
    const upstream = await startFakeUpstream();
    await use(upstream);
    await upstream.close();
  },
});

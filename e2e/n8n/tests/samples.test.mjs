import { beforeAll, expect, it } from 'vitest';
import { readSamples } from '../lib/samples.mjs';
import { openSession, succeed } from './support/session.mjs';

let session;
beforeAll(async () => {
  session = await openSession();
});

it.each(readSamples().map(({ file }) => file))('runs the sample workflow %s', async (file) => {
  const { sample } = readSamples(session.ofox).find((one) => one.file === file);
  const execution = succeed(await session.n8n.run(sample));
  expect(execution.items(sample.meta.ofoxLastNode)).not.toHaveLength(0);
});

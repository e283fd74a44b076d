import type { Client } from '@modelcontextprotocol/client';
import {
  createGate,
  faulty,
  pauseAfterChunks,
  reply,
  startFakeUpstream,
} from '@ofoxai/fake-upstream';
import { describe, expect, onTestFinished, test } from 'vitest';
import { connectHttp } from './support/connect.ts';
import { connectStdio, ERAS, useProgram } from './support/program.ts';
import { makeApp, startHttp } from './support/start.ts';

const program = useProgram();

/** An upstream that says a little and then falls silent for good. */
async function startSilent() {
  const upstream = await startFakeUpstream();
  onTestFinished(() => upstream.close());
  const answer = reply({ text: 'one two three four', chunks: 4 });
  upstream.script(faulty(answer, pauseAfterChunks(2, createGate().opened)), { call: 1 });
  return upstream;
}

const question = { name: 'chat', arguments: { model: 'openai/gpt-4o', prompt: 'Count.' } };

async function startServer(apiUrl: string, flags: string[]): Promise<string> {
  const app = makeApp(apiUrl, { args: ['--http', '--port', '0', ...flags] });
  return (await startHttp(app)).url;
}

/** Asks, and cancels as soon as the upstream has been asked. */
async function cancel(client: Client, asked: Promise<unknown>): Promise<void> {
  const controller = new AbortController();
  const answer = client.callTool(question, { signal: controller.signal });
  answer.catch(() => {});
  await asked;
  controller.abort('enough');
  await expect(answer).rejects.toThrow();
}

describe.each(ERAS)('in the %s era the upstream sees', (era) => {
  test('a cancellation over stdio', { timeout: 30_000 }, async () => {
    const upstream = await startSilent();
    const { client } = await connectStdio(program(), upstream.url, era);
    await cancel(client, upstream.request(1));
    expect(await (await upstream.request(1)).closed).toBe('aborted');
  });

  test('the end of stdin', { timeout: 30_000 }, async () => {
    const upstream = await startSilent();
    const { client } = await connectStdio(program(), upstream.url, era);
    client.callTool(question).catch(() => {});
    const request = await upstream.request(1);
    await client.close();
    expect(await request.closed).toBe('aborted');
  });

  describe.each([
    ['in sessions', []],
    ['without sessions', ['--stateless']],
  ])('over HTTP %s', (_, flags) => {
    test('a cancellation', async () => {
      const upstream = await startSilent();
      const client = await connectHttp(await startServer(upstream.url, flags), era);
      await cancel(client, upstream.request(1));
      expect(await (await upstream.request(1)).closed).toBe('aborted');
    });

    test('a client that hangs up', async () => {
      const upstream = await startSilent();
      const client = await connectHttp(await startServer(upstream.url, flags), era);
      client.callTool(question).catch(() => {});
      const request = await upstream.request(1);
      await client.close();
      expect(await request.closed).toBe('aborted');
    });

    test('no cancellation of what another client asked under the same number', async () => {
      const gate = createGate();
      const upstream = await startFakeUpstream();
      onTestFinished(() => upstream.close());
      const answer = reply({ text: 'one two three four', chunks: 4 });
      upstream.script(faulty(answer, pauseAfterChunks(2, gate.opened)), { times: 2 });
      const url = await startServer(upstream.url, flags);
      const [first, second] = [await connectHttp(url, era), await connectHttp(url, era)];
      const controller = new AbortController();
      first.callTool(question, { signal: controller.signal }).catch(() => {});
      await upstream.request(1);
      const kept = second.callTool(question);
      await upstream.request(2);
      controller.abort();
      expect(await (await upstream.request(1)).closed).toBe('aborted');
      gate.open();
      expect(JSON.stringify(await kept)).toContain('one two three four');
    });

    test('no cancellation of the next call', async () => {
      const upstream = await startSilent();
      upstream.script(reply({ text: 'Here I am.' }));
      const client = await connectHttp(await startServer(upstream.url, flags), era);
      await cancel(client, upstream.request(1));
      expect(JSON.stringify(await client.callTool(question))).toContain('Here I am.');
    });
  });
});

test('all models of a comparison are left at once', async () => {
  const upstream = await startFakeUpstream();
  onTestFinished(() => upstream.close());
  const silent = faulty(reply(), pauseAfterChunks(1, createGate().opened));
  upstream.script(silent, { times: 3 });
  const client = await connectHttp((await startHttp(makeApp(upstream.url))).url, 'modern');
  const controller = new AbortController();
  const models = ['openai/a', 'openai/b', 'openai/c'];
  const answer = client.callTool(
    { name: 'compare', arguments: { models, prompt: 'Count.' } },
    { signal: controller.signal },
  );
  answer.catch(() => {});
  const requests = await Promise.all([1, 2, 3].map((number) => upstream.request(number)));
  controller.abort();
  expect(await Promise.all(requests.map(({ closed }) => closed))).toEqual(Array(3).fill('aborted'));
});

import {
  createGate,
  faulty,
  json,
  pauseBeforeHeaders,
  reply,
  startFakeUpstream,
} from '@ofoxai/fake-upstream';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { DayLedger } from '../src/day-ledger.ts';
import { SpendGuard } from '../src/spend-guard.ts';
import { call, connectTo } from './support/connect.ts';
import { makeApp, startGateway, tempFolder } from './support/start.ts';
import { TestClock } from './support/test-clock.ts';

const PAID = /\$([\d.]+)/;

function costs(answers: { text: string; isError?: boolean }[]): number[] {
  return answers.flatMap(({ text, isError }) => (isError ? [] : [Number(PAID.exec(text)?.[1])]));
}

const sum = (numbers: number[]) => numbers.reduce((a, b) => a + b, 0);

describe('a budget', () => {
  test('that fifty calls at once try to overrun is kept', { timeout: 180_000 }, async () => {
    const limit = 0.03;
    const app = makeApp(await startGateway(), {
      args: ['--max-spend', String(limit), '--max-concurrency', '50'],
    });
    const client = await connectTo(app);
    const ask = () =>
      call(client, 'chat', {
        model: 'openai/gpt-4o',
        prompt: 'Write 200 words about the sea.',
        max_tokens: 300,
      });
    const answers = await Promise.all(Array.from({ length: 50 }, ask));
    const spent = costs(answers);
    expect(spent.length).toBeGreaterThan(0);
    expect(spent.length).toBeLessThan(50);
    expect(sum(spent)).toBeLessThanOrEqual(limit);
    // What is told is rounded to three figures.
    expect(app.spend.spent / sum(spent)).toBeCloseTo(1, 1);
    for (const { text, isError } of answers) if (isError) expect(text).toMatch(/limit max-spend/);
    // What was set aside and not spent is free again.
    while ((await app.spend.available()) > 0.006) expect((await ask()).isError).toBeFalsy();
    expect(app.spend.spent).toBeLessThanOrEqual(limit);
  });

  test('bounds the answer that it pays for', async () => {
    const upstream = await startFakeUpstream();
    onTestFinished(() => upstream.close());
    const pricing = { prompt: '0', completion: '0.001' };
    upstream.script(json({ data: [{ id: 'openai/x', object: 'model', pricing }] }), {
      method: 'GET',
    });
    upstream.script(reply({ text: 'short' }), { method: 'POST', times: 9 });
    const client = await connectTo(makeApp(upstream.url, { args: ['--max-cost-per-call', '0.5'] }));
    await call(client, 'chat', { model: 'openai/x', prompt: 'Hi' });
    const asked = upstream.requests.find(({ method }) => method === 'POST')?.json;
    expect(JSON.stringify(asked)).toMatch(/"max_(?:completion_)?tokens":500\b/);
    const refused = await call(client, 'chat', {
      model: 'openai/x',
      prompt: 'Hi',
      max_tokens: 501,
    });
    expect(refused.isError).toBe(true);
    expect(refused.text).toMatch(
      /limit max-cost-per-call is \$0\.5; this call might cost \$0\.501/,
    );
  });

  test('refuses what has no price, unless the owner says what it counts for', async () => {
    const url = await startGateway();
    const image = { model: 'openai/gpt-image-2', prompt: 'A cat' };
    const strict = await connectTo(makeApp(url, { args: ['--max-spend', '1'] }));
    expect((await call(strict, 'generate_image', image)).text).toMatch(/not known/);
    const args = ['--max-spend', '1', '--unpriced-call-cost', '0.4'];
    const outputDir = tempFolder();
    const lax = makeApp(url, { args, env: { OFOX_OUTPUT_DIR: outputDir } });
    const client = await connectTo(lax);
    expect((await call(client, 'generate_image', image)).isError).toBeFalsy();
  });

  test('counts a call in full whose end is not known', async () => {
    const url = await startGateway();
    const app = makeApp(url, { args: ['--max-spend', '1'] });
    const client = await connectTo(app);
    const answer = await call(client, 'chat', {
      model: 'openai/gpt-4o:cut-5',
      prompt: 'Hi',
      max_tokens: 1000,
    });
    expect(answer.isError, answer.text).toBe(true);
    expect(app.spend.spent, answer.text).toBeGreaterThanOrEqual(0.01);
    await call(client, 'chat', {
      model: 'openai/gpt-4o:error-400',
      prompt: 'Hi',
      max_tokens: 1000,
    });
    expect(app.spend.spent).toBeLessThan(0.02);
  });

  test('counts a call in full that is cancelled before the first word', async () => {
    const upstream = await startFakeUpstream();
    onTestFinished(() => upstream.close());
    const pricing = { prompt: '0', completion: '0.001' };
    upstream.script(json({ data: [{ id: 'openai/x', object: 'model', pricing }] }), {
      method: 'GET',
    });
    upstream.script(faulty(reply(), pauseBeforeHeaders(createGate().opened)), { method: 'POST' });
    const app = makeApp(upstream.url, { args: ['--max-spend', '1'] });
    const client = await connectTo(app);
    const controller = new AbortController();
    const asked = { name: 'chat', arguments: { model: 'openai/x', prompt: 'Hi', max_tokens: 500 } };
    client.callTool(asked, { signal: controller.signal }).catch(() => {});
    const request = await vi.waitFor(() => {
      const found = upstream.requests.find(({ method }) => method === 'POST');
      if (!found) throw new Error('not asked yet');
      return found;
    });
    controller.abort();
    await request.closed;
    await vi.waitFor(() => expect(app.spend.spent).toBeCloseTo(0.5));
  });
});

describe('a budget of the day', () => {
  test('is one for all processes, and new at midnight', async () => {
    const clock = new TestClock();
    const folder = tempFolder();
    const guards = [0, 1, 2].map(() => new SpendGuard({ perDay: 1 }, new DayLedger(folder, clock)));
    const tries = Array.from({ length: 60 }, (_, i) => guards[i % 3]?.reserve(0.1));
    const granted = (await Promise.allSettled(tries)).filter(
      ({ status }) => status === 'fulfilled',
    );
    expect(granted).toHaveLength(10);
    clock.advance(24 * 3600_000);
    await expect(guards[0]?.reserve(0.9)).resolves.toBeDefined();
  });

  test('gets back what a call did not cost', async () => {
    const folder = tempFolder();
    const guard = new SpendGuard({ perDay: 1 }, new DayLedger(folder, new TestClock()));
    const reservation = await guard.reserve(1);
    await expect(guard.reserve(0.1)).rejects.toMatchObject({ code: 'max-spend-per-day' });
    reservation.settle(0.25);
    reservation.settle(0.9);
    expect(await guard.available()).toBeCloseTo(0.75);
  });
});

test('limits of concurrency and of calls a minute', async () => {
  const clock = new TestClock();
  const app = makeApp(await startGateway(), { args: ['--max-calls-per-minute', '2'], clock });
  const client = await connectTo(app);
  const ask = () => call(client, 'chat', { model: 'ofox/mini', prompt: 'Hi' });
  expect((await ask()).isError).toBeFalsy();
  expect((await ask()).isError).toBeFalsy();
  expect((await ask()).text).toMatch(/2 times a minute.*Try again in 60 s/);
  clock.advance(60_000);
  expect((await ask()).isError).toBeFalsy();
});

test('two hundred calls at once are all answered, sixteen at a time', {
  timeout: 180_000,
}, async () => {
  const gate = createGate();
  const upstream = await startFakeUpstream();
  onTestFinished(() => upstream.close());
  const slow = faulty(reply({ text: 'Here.' }), pauseBeforeHeaders(gate.opened));
  upstream.script(slow, { times: 200 });
  const client = await connectTo(makeApp(upstream.url));
  const calls = Array.from({ length: 200 }, (_, i) =>
    call(client, 'chat', { model: 'openai/gpt-4o', prompt: `${i}` }),
  );
  await upstream.request(16);
  // What is free of charge waits for nobody, and has come after all the others.
  await client.listTools();
  expect(upstream.requests).toHaveLength(16);
  gate.open();
  const answers = await Promise.all(calls);
  expect(answers.filter(({ text, isError }) => isError || !text.includes('Here.'))).toEqual([]);
});

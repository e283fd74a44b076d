import {
  createGate,
  faulty,
  pauseBeforeHeaders,
  reply,
  startFakeUpstream,
} from '@ofoxai/fake-upstream';
import { describe, expect, onTestFinished, test } from 'vitest';
import { startProgress } from '../src/progress.ts';
import { connectHttp } from './support/connect.ts';
import { ERAS } from './support/program.ts';
import { makeApp, startGateway, startHttp } from './support/start.ts';
import { TestClock } from './support/test-clock.ts';

interface Sent {
  progress: number;
  message: string;
}

function listen(clock: TestClock) {
  const sent: Sent[] = [];
  const controller = new AbortController();
  const mcpReq = {
    _meta: { progressToken: 7 },
    signal: controller.signal,
    notify: async ({ params }: { params?: unknown }) => {
      sent.push(params as Sent);
    },
  };
  const context = { mcpReq } as unknown as Parameters<typeof startProgress>[0];
  return { sent, controller, progress: startProgress(context, clock) };
}

describe('progress', () => {
  test('is told at most four times a second, with figures that grow', () => {
    const clock = new TestClock();
    const { sent, progress } = listen(clock);
    for (let token = 0; token < 1000; token++) {
      progress.report(`token ${token}`);
      clock.advance(1);
    }
    expect(sent).toHaveLength(4);
    expect(sent.map((one) => one.progress)).toEqual([1, 2, 3, 4]);
  });

  test('gives a sign of life each ten seconds of ninety silent ones', () => {
    const clock = new TestClock();
    const { sent } = listen(clock);
    clock.advance(90_000);
    expect(sent.map(({ message }) => message)).toEqual(
      [10, 20, 30, 40, 50, 60, 70, 80, 90].map((second) => `waiting, ${second} s`),
    );
  });

  test('is short, and silent after the end or a cancellation', () => {
    const clock = new TestClock();
    const first = listen(clock);
    first.progress.report('x'.repeat(1000));
    expect(first.sent[0]?.message.length).toBeLessThanOrEqual(200);
    first.progress.stop();
    const second = listen(clock);
    second.controller.abort();
    clock.advance(60_000);
    first.progress.report('more');
    expect([first.sent.length, second.sent.length]).toEqual([1, 0]);
    expect(clock.timers).toBe(0);
  });
});

describe.each(ERAS)('in the %s era', (era) => {
  test('a silent upstream does not time out a client that listens', {
    timeout: 30_000,
  }, async () => {
    const gate = createGate();
    const upstream = await startFakeUpstream();
    onTestFinished(() => upstream.close());
    upstream.script(faulty(reply({ text: 'At last.' }), pauseBeforeHeaders(gate.opened)));
    const timing = { throttleMs: 100, heartbeatMs: 150 };
    const { url } = await startHttp(makeApp(upstream.url, { timing }));
    const client = await connectHttp(url, era);
    const figures: number[] = [];
    const answer = await client.callTool(
      { name: 'chat', arguments: { model: 'openai/gpt-4o', prompt: 'Hi' } },
      {
        timeout: 2000,
        resetTimeoutOnProgress: true,
        onprogress: ({ progress }) => {
          figures.push(progress);
          // Twenty signs of life take longer than the client would have waited for one.
          if (figures.length === 20) gate.open();
        },
      },
    );
    expect(JSON.stringify(answer.content)).toContain('At last.');
    expect(figures).toEqual([...figures].sort((a, b) => a - b));
    expect(new Set(figures).size).toBe(figures.length);
  });

  test('the tokens of an answer are told on the way', async () => {
    const timing = { throttleMs: 0, heartbeatMs: 60_000 };
    const { url } = await startHttp(makeApp(await startGateway(), { timing }));
    const client = await connectHttp(url, era);
    const messages: string[] = [];
    await client.callTool(
      { name: 'chat', arguments: { model: 'openai/gpt-4o:pace-5', prompt: 'Count to 20.' } },
      { onprogress: ({ message }) => messages.push(message ?? '') },
    );
    expect(messages.length).toBeGreaterThan(3);
    expect(messages.at(-1)).toMatch(/^openai\/gpt-4o:pace-5: ~\d+ tokens, \d+ s$/);
  });
});

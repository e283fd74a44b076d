import { protocols } from '@ofoxai/core';
import { describe, expect, it } from 'vitest';
import type { StreamAnswer, StreamSink } from '../../src/upstream/answer.ts';
import type { BodySink } from '../../src/upstream/body-sink.ts';
import type { UpstreamAnswer } from '../../src/upstream/call.ts';
import type { ChatCall } from '../../src/upstream/chat-call.ts';
import { openCrossStream } from '../../src/upstream/cross-stream.ts';
import type { NodeRoute } from '../../src/upstream/node.ts';
import { openPassStream } from '../../src/upstream/pass-stream.ts';

const EVENTS = 500;

function chunk(delta: object, finish: string | null = null): string {
  const choices = [{ index: 0, delta, finish_reason: finish }];
  return `data: ${JSON.stringify({ id: 'c1', created: 1, model: 'served', choices })}\n\n`;
}

const packet = [
  chunk({ role: 'assistant', content: '' }),
  ...Array.from({ length: EVENTS }, (_, at) => chunk({ content: `word ${at} ` })),
  chunk({}, 'stop'),
  'data: [DONE]\n\n',
].join('');

type Open = (answer: UpstreamAnswer, call: ChatCall, route: NodeRoute) => Promise<StreamAnswer>;

describe.each<[string, 'openai' | 'anthropic', Open]>([
  ['passed on', 'openai', (...given) => openPassStream(...given, false)],
  [
    'translated',
    'anthropic',
    (answer, call, route) => openCrossStream(answer, protocols.openai, call, route, []),
  ],
])('a stream that is %s and came in one packet', (_, face, open) => {
  const call = {
    face: protocols[face],
    wants: { framing: 'sse' },
    errorOf: (error: unknown) => error,
  } as unknown as ChatCall;
  const route = { model: 'a/model', owner: { conceal: (text: string) => text } } as NodeRoute;

  it.each([packet.length, 100, 7000])(
    'has its first output written before the rest is read (%d bytes at a time)',
    async (size) => {
      const upstream = whoSends();
      const opened = open(upstream.answer, call, route);
      for (let at = 0; at < packet.length; at += size) {
        upstream.sink().data(Buffer.from(packet.slice(at, at + size)));
      }
      const answer = await opened;
      const { sink, written } = recorder();
      answer.pipe(sink);
      expect(written).toHaveLength(1);
      expect(written[0]?.length).toBeLessThan(packet.length / 10);
      expect(written[0]).toContain('word 0 ');
      await new Promise((resolve) => setImmediate(resolve));
      upstream.sink().end();
      const words = [...written.join('').matchAll(/word (\d+) /g)].map(([, number]) =>
        Number(number),
      );
      expect(words).toEqual(Array.from({ length: EVENTS }, (_, at) => at));
      expect(written.at(-1)).toBe('(end)');
      expect(written.filter((text) => text === '(end)')).toHaveLength(1);
    },
  );

  it('is complete, though it was over before anybody read it', async () => {
    const upstream = whoSends();
    const opened = open(upstream.answer, call, route);
    upstream.sink().data(Buffer.from(packet));
    upstream.sink().end();
    const { sink, written } = recorder();
    (await opened).pipe(sink);
    await new Promise((resolve) => setImmediate(resolve));
    expect(written.join('').match(/word \d+ /g)).toHaveLength(EVENTS);
    expect(written.at(-1)).toBe('(end)');
  });
});

function whoSends() {
  let taker: BodySink | undefined;
  const answer = {
    read: (sink: BodySink) => {
      taker = sink;
    },
    pause: () => {},
    resume: () => {},
    abort: () => {},
  } as unknown as UpstreamAnswer;
  return { answer, sink: () => taker as BodySink };
}

function recorder() {
  const written: string[] = [];
  const sink: StreamSink = {
    write: (text) => written.push(text) > 0,
    whenRoom: () => {},
    end: (text) => void written.push(...[text, '(end)'].filter((one) => one !== '')),
    fail: (error) => {
      throw error;
    },
  };
  return { sink, written };
}

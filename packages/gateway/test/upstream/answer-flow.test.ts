import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { StreamSink } from '../../src/upstream/answer.ts';
import { AnswerFlow } from '../../src/upstream/answer-flow.ts';
import type { UpstreamAnswer } from '../../src/upstream/call.ts';

function setUp(hasRoom: boolean) {
  const said: string[] = [];
  const answer = {
    pause: () => void said.push('pause'),
    resume: () => void said.push('resume'),
  } as unknown as UpstreamAnswer;
  let room = () => {};
  const sink = {
    write(text: string) {
      said.push(text);
      return hasRoom;
    },
    whenRoom(callback: () => void) {
      room = callback;
    },
  } as unknown as StreamSink;
  return { said, sink, flow: new AnswerFlow(answer), makeRoom: () => room() };
}

describe('AnswerFlow', () => {
  it('lets the first output go ahead of what came together with it', async () => {
    const { said, sink, flow } = setUp(true);
    flow.hold();
    flow.write(sink, 'first', 'utf8');
    flow.follow(() => flow.write(sink, 'rest', 'utf8'));
    expect(said).toEqual(['pause', 'first']);
    await turn();
    expect(said).toEqual(['pause', 'first', 'rest', 'resume']);
  });

  it('does not flow on while the sink is full', async () => {
    const { said, sink, flow, makeRoom } = setUp(false);
    flow.hold();
    flow.follow(() => flow.write(sink, 'rest', 'utf8'));
    await turn();
    expect(said).toEqual(['pause', 'rest', 'pause']);
    makeRoom();
    expect(said.at(-1)).toBe('resume');
  });

  it('writes nothing where there is nothing', () => {
    const { said, sink, flow } = setUp(false);
    flow.write(sink, '', 'utf8');
    expect(said).toEqual([]);
  });
});

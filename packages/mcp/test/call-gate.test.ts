import { describe, expect, test } from 'vitest';
import { CallGate } from '../src/call-gate.ts';
import { TestClock } from './support/test-clock.ts';

const never = new AbortController().signal;

function start(concurrency: number, perMinute?: number) {
  const clock = new TestClock();
  const gate = new CallGate({ concurrency, perMinute }, clock);
  const inside: string[] = [];
  const enter = async (name: string, signal = never) => {
    const leave = await gate.enter(signal);
    inside.push(name);
    return leave;
  };
  return { clock, enter, inside };
}

/** Lets everything go on that can. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('the gate', () => {
  test('lets so many in at a time, and the next one as one leaves, first come first served', async () => {
    const { enter, inside } = start(2);
    const leaves = [await enter('a'), await enter('b')];
    const [c, d] = [enter('c'), enter('d')];
    await settled();
    expect(inside).toEqual(['a', 'b']);
    leaves[1]?.();
    const leave = await c;
    await settled();
    expect(inside).toEqual(['a', 'b', 'c']);
    leave();
    await d;
    expect(inside).toEqual(['a', 'b', 'c', 'd']);
  });

  test('counts whoever leaves once', async () => {
    const { enter, inside } = start(1);
    const leave = await enter('a');
    leave();
    leave();
    await enter('b');
    void enter('c');
    await settled();
    expect(inside).toEqual(['a', 'b']);
  });

  test('keeps no place for who gave up waiting', async () => {
    const { enter, inside } = start(1);
    const leave = await enter('a');
    const controller = new AbortController();
    const gaveUp = enter('b', controller.signal);
    const patient = enter('c');
    controller.abort();
    await expect(gaveUp).rejects.toMatchObject({ kind: 'aborted' });
    await expect(enter('d', controller.signal)).rejects.toMatchObject({ kind: 'aborted' });
    leave();
    await patient;
    expect(inside).toEqual(['a', 'c']);
  });

  test('refuses more than so many a minute, and says when to come back', async () => {
    const { clock, enter } = start(9, 2);
    await enter('a');
    clock.advance(20_000);
    await enter('b');
    const refused = { kind: 'rate_limit', retryAfterMs: 40_000 };
    await expect(enter('c')).rejects.toMatchObject(refused);
    clock.advance(40_000);
    await enter('d');
  });
});

import { describe, expect, it } from 'vitest';
import { Deadline } from '../../src/client/deadline.ts';
import { OfoxError } from '../../src/error.ts';
import { FakeTime } from './fake-time.ts';

const late = (code: string) => () => new OfoxError('timeout', code, { code });
const never = () => new Promise<never>(() => {});

function setUp(total = Number.POSITIVE_INFINITY, caller?: AbortSignal) {
  const time = new FakeTime();
  return { time, deadline: new Deadline(time, { at: total, error: late('total') }, caller) };
}

/** What became of a promise so far. */
function watch(promise: Promise<unknown>): { state: string } {
  const seen = { state: 'waiting' };
  promise.then(
    (value) => {
      seen.state = `value ${value}`;
    },
    (error) => {
      seen.state = `error ${error.code ?? error.kind}`;
    },
  );
  return seen;
}

describe('Deadline', () => {
  it('lets through what comes in time', async () => {
    const { time, deadline } = setUp();
    deadline.allow(100, late('silence'));
    const seen = watch(deadline.guard(() => time.sleep(99).then(() => 'x')));
    await time.pass(99);
    expect(seen.state).toBe('value x');
    deadline.close();
    await time.pass(1000);
    expect(deadline.signal.aborted).toBe(false);
    expect(time.sleeping).toBe(0);
  });

  it('strikes when what is awaited takes too long, and aborts the signal', async () => {
    const { time, deadline } = setUp();
    deadline.allow(100, late('silence'));
    const seen = watch(deadline.guard(never));
    await time.pass(99);
    expect(seen.state).toBe('waiting');
    await time.pass(1);
    expect(seen.state).toBe('error silence');
    expect(deadline.signal.aborted).toBe(true);
    expect(watch(deadline.guard(() => Promise.resolve('late'))).state).toBe('waiting');
    expect(time.sleeping).toBe(0);
  });

  it('counts the silence anew with each wait', async () => {
    const { time, deadline } = setUp();
    deadline.allow(100, late('silence'));
    for (let piece = 0; piece < 5; piece++) {
      const seen = watch(deadline.guard(() => time.sleep(90)));
      await time.pass(90);
      expect(seen.state).toBe('value undefined');
    }
    const seen = watch(deadline.guard(never));
    await time.pass(100);
    expect(seen.state).toBe('error silence');
  });

  it('does not count the time that the caller takes', async () => {
    const { time, deadline } = setUp();
    deadline.allow(100, late('silence'));
    await deadline.guard(() => Promise.resolve());
    await time.pass(10_000);
    const seen = watch(deadline.guard(() => Promise.resolve('x')));
    await time.pass(0);
    expect(seen.state).toBe('value x');
  });

  it('has a shorter silence follow a longer one', async () => {
    const { time, deadline } = setUp();
    deadline.allow(10_000, late('first'));
    deadline.allow(100, late('second'));
    const seen = watch(deadline.guard(never));
    await time.pass(100);
    expect(seen.state).toBe('error second');
  });

  it('ends everything at the total deadline, also while the caller is busy', async () => {
    const { time, deadline } = setUp(150);
    deadline.allow(100, late('silence'));
    await deadline.guard(() => Promise.resolve());
    await time.pass(150);
    expect(deadline.signal.aborted).toBe(true);
    await expect(deadline.guard(never)).rejects.toMatchObject({ code: 'total' });
  });

  it('has no limit at 0', async () => {
    const { time, deadline } = setUp();
    deadline.allow(0, late('silence'));
    const seen = watch(deadline.guard(never));
    await time.pass(1e12);
    expect(seen.state).toBe('waiting');
    expect(time.sleeping).toBe(0);
  });

  it('never sleeps longer than timers can', async () => {
    const { time, deadline } = setUp();
    const month = 31 * 24 * 3_600_000;
    deadline.allow(month, late('silence'));
    const seen = watch(deadline.guard(never));
    await time.pass(month - 1);
    expect(seen.state).toBe('waiting');
    await time.pass(1);
    expect(seen.state).toBe('error silence');
  });

  it('heeds the caller, before and during a wait', async () => {
    const caller = new AbortController();
    const { deadline } = setUp(Number.POSITIVE_INFINITY, caller.signal);
    const waiting = deadline.guard(never);
    caller.abort(new Error('enough'));
    await expect(waiting).rejects.toMatchObject({ kind: 'aborted', cause: new Error('enough') });
    const after = setUp(Number.POSITIVE_INFINITY, caller.signal).deadline;
    let started = false;
    const refused = after.guard(async () => {
      started = true;
    });
    await expect(refused).rejects.toMatchObject({ kind: 'aborted' });
    expect(started).toBe(false);
  });

  it('tells the reason of its own rather than what the transport makes of it', async () => {
    const { time, deadline } = setUp();
    deadline.allow(100, late('silence'));
    const transport = () =>
      new Promise((_, reject) => {
        deadline.signal.addEventListener('abort', () => reject(new Error('AbortError')));
      });
    const seen = watch(deadline.guard(transport));
    await time.pass(100);
    expect(seen.state).toBe('error silence');
  });
});

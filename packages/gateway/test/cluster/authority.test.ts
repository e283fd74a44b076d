import { describe, expect, it } from 'vitest';
import { AskChannel } from '../../src/cluster/ask-channel.ts';
import { Authority } from '../../src/cluster/authority.ts';
import {
  SharedLimitStore,
  SharedSlotStore,
  SharedSpendLedger,
} from '../../src/cluster/shared-stores.ts';
import { MemorySpendLedger } from '../../src/keys/spend/memory-spend-ledger.ts';
import { parseUsd } from '../../src/keys/spend/usd.ts';
import { MemoryLimitStore } from '../../src/limits/memory-limit-store.ts';

const clock = { now: () => 0 };
const DAY = { day: parseUsd('10') };

/** Workers whose messages travel as JSON, and arrive. */
function workers() {
  const ledger = new MemorySpendLedger(() => Date.UTC(2026, 10, 22));
  const authority = new Authority(new MemoryLimitStore(clock), ledger);
  const bundles: number[] = [];
  const join = () => {
    const account = authority.open();
    const channel: AskChannel = new AskChannel((asks) => {
      bundles.push(asks.length);
      const answers = account.answer(JSON.parse(JSON.stringify(asks)));
      if (answers.length > 0) channel.answer(JSON.parse(JSON.stringify(answers)));
    });
    return {
      end: () => account.close(),
      channel,
      limits: new SharedLimitStore(channel, clock),
      slots: new SharedSlotStore(channel),
      ledger: new SharedSpendLedger(channel),
    };
  };
  return { join, ledger, bundles };
}

describe('what workers count together', () => {
  it('is one limit, in one message for all who ask at the same time', async () => {
    const { join, bundles } = workers();
    const [first, second] = [join(), join()];
    const states = await Promise.all(
      [first, second].flatMap(({ limits }) =>
        Array.from({ length: 30 }, () => limits.take('key_a', 50)),
      ),
    );
    expect(states.filter(({ allowed }) => allowed)).toHaveLength(50);
    expect(states[0]).toEqual({ allowed: true, limit: 50, remaining: 49, resetMs: 60_000 });
    expect(bundles).toEqual([30, 30]);
    expect(await first.limits.peek('key_b', 5)).toMatchObject({ allowed: true, remaining: 5 });
  });

  it('costs nothing where a refusal still holds', async () => {
    const { join, bundles } = workers();
    const { limits } = join();
    await limits.take('key_a', 1);
    expect(await limits.take('key_a', 1)).toMatchObject({ allowed: false });
    const asked = bundles.length;
    expect(await limits.take('key_a', 1)).toMatchObject({ allowed: false, resetMs: 60_000 });
    expect(bundles).toHaveLength(asked);
  });

  it('is one number of requests under way, without those of a worker that ended', async () => {
    const { join } = workers();
    const [first, second] = [join(), join()];
    const taken = await Promise.all(
      [first, first, second, second].map(({ slots }) => slots.take('key_a', 3)),
    );
    expect(taken.filter(Boolean)).toHaveLength(3);
    second.slots.free('key_a');
    second.channel.flush();
    expect(await first.slots.take('key_a', 3)).toBe(true);
    expect(await first.slots.take('key_a', 3)).toBe(false);
    first.end();
    expect(await Promise.all([1, 2, 3].map(() => second.slots.take('key_a', 3)))).toEqual([
      true,
      true,
      true,
    ]);
  });

  it('is one amount that is spent', async () => {
    const { join, ledger } = workers();
    const [first, second] = [join(), join()];
    const six = await first.ledger.reserve('key_a', DAY, '6');
    await expect(second.ledger.reserve('key_a', DAY, '6')).rejects.toMatchObject({
      kind: 'quota',
      status: 402,
      code: 'spend_limit_reached',
      message: expect.stringContaining('6.00 USD are held for calls under way'),
    });
    six.settle('1.5');
    six.settle('9');
    first.channel.flush();
    expect(ledger.spending('key_a')).toMatchObject({ day: parseUsd('1.5'), reserved: 0n });
    await expect(second.ledger.reserve('key_a', DAY, '8.5')).resolves.toBeDefined();
  });

  it('takes for spent what a worker had reserved that ended', async () => {
    const { join, ledger } = workers();
    const worker = join();
    await worker.ledger.reserve('key_a', DAY, '4');
    worker.end();
    expect(ledger.spending('key_a')).toMatchObject({ day: parseUsd('4'), reserved: 0n });
  });
});

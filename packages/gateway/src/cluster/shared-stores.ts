import { OfoxError } from '@ofoxai/core';
import type { Clock } from '../clock.ts';
import type { SpendLimits } from '../keys/spend/spend-ledger.ts';
import { type Reservation, reservation, type SpendLedger } from '../keys/spend/spend-ledger.ts';
import { formatUsd, parseUsd } from '../keys/spend/usd.ts';
import type { LimitState, LimitStore } from '../limits/limit-store.ts';
import { Refusals } from '../limits/redis/refusals.ts';
import type { SlotStore } from '../limits/slot-store.ts';
import type { AskChannel } from './ask-channel.ts';
import type { Answer } from './messages.ts';

/**
 * Request limits that the primary counts for all workers. A refusal is repeated from memory until it
 * ends.
 */
export class SharedLimitStore implements LimitStore {
  readonly #channel: AskChannel;
  readonly #clock: Pick<Clock, 'now'>;
  readonly #refusals: Refusals;

  constructor(channel: AskChannel, clock: Pick<Clock, 'now'>) {
    this.#channel = channel;
    this.#clock = clock;
    this.#refusals = new Refusals(clock);
  }

  take(key: string, limit: number): LimitState | Promise<LimitState> {
    return this.#refusals.find(key, limit) ?? this.#ask(key, limit, true);
  }

  peek(key: string, limit: number): LimitState | Promise<LimitState> {
    return this.#refusals.find(key, limit) ?? this.#ask(key, limit, false);
  }

  async #ask(key: string, limit: number, isTaken: boolean): Promise<LimitState> {
    const askedAt = this.#clock.now();
    const answer = await this.#channel.ask(['limit', key, limit, isTaken]);
    const [, allowed, remaining, resetMs] = expect(answer, 'limit');
    const state = { allowed, limit, remaining, resetMs };
    if (!allowed) this.#refusals.add(key, state, askedAt);
    return state;
  }
}

/** Requests under way that the primary counts for all workers. */
export class SharedSlotStore implements SlotStore {
  readonly #channel: AskChannel;

  constructor(channel: AskChannel) {
    this.#channel = channel;
  }

  async take(key: string, most: number): Promise<boolean> {
    const [, isTaken] = expect(await this.#channel.ask(['slot', key, most]), 'slot');
    return isTaken;
  }

  free(key: string): void {
    this.#channel.tell(['free', key]);
  }
}

/** Spending that the primary counts for all workers. */
export class SharedSpendLedger implements SpendLedger {
  readonly #channel: AskChannel;

  constructor(channel: AskChannel) {
    this.#channel = channel;
  }

  async reserve(key: string, { day, month }: SpendLimits, usd: string): Promise<Reservation> {
    const answer = await this.#channel.ask([
      'reserve',
      key,
      day === undefined ? null : String(day),
      month === undefined ? null : String(month),
      usd,
    ]);
    const [, number] = expect(answer, 'reservation');
    return reservation(parseUsd(usd), (cost) => {
      this.#channel.tell(['settle', number, formatUsd(cost)]);
    });
  }
}

/** @throws OfoxError that the primary has answered instead. */
function expect<Kind extends Answer[0]>(
  answer: Answer,
  kind: Kind,
): Extract<Answer, readonly [Kind, ...unknown[]]> {
  if (answer[0] === 'error') {
    const [, errorKind, message, status, code] = answer;
    throw new OfoxError(errorKind, message, {
      ...(status === null ? {} : { status }),
      ...(code === null ? {} : { code }),
    });
  }
  if (answer[0] !== kind) throw new TypeError(`The primary answered ${answer[0]}, not ${kind}.`);
  return answer as Extract<Answer, readonly [Kind, ...unknown[]]>;
}

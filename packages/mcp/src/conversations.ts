import { type MessageInput, OfoxError } from '@ofoxai/core';
import type { Clock } from './clock.ts';

const MOST = 100;
const MOST_BYTES = 4 * 1024 * 1024;
const KEPT_MS = 2 * 60 * 60_000;

interface Conversation {
  messages: MessageInput[];
  bytes: number;
  usedAt: number;
  busy: boolean;
}

/** A turn of a conversation that is being taken. */
export interface Turn {
  /** What was said before. */
  before: MessageInput[];
  /** Adds what was said now. */
  end(said: MessageInput[]): void;
  /** Leaves the conversation as it was. */
  giveUp(): void;
}

/**
 * What agents said to models under an id of their choice. It lives in this process, for two hours
 * after its last use, and the oldest of a hundred conversations makes room for the next one.
 */
export class Conversations {
  readonly #clock: Clock;
  /** In the order of their last use. */
  readonly #kept = new Map<string, Conversation>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /**
   * @throws OfoxError of kind `invalid_request` when another turn is being taken, or the
   * conversation is full.
   */
  take(id: string): Turn {
    const now = this.#clock.now();
    const known = this.#kept.get(id);
    if (known?.busy) {
      throw wrong('An answer in this conversation is still on its way; wait for it.');
    }
    const isFresh = known !== undefined && now - known.usedAt < KEPT_MS;
    const conversation = isFresh ? known : { messages: [], bytes: 0, usedAt: now, busy: false };
    if (conversation.bytes > MOST_BYTES) {
      throw wrong('This conversation is full; go on under another conversation_id.');
    }
    conversation.busy = true;
    this.#keep(id, conversation, now);
    return {
      before: [...conversation.messages],
      end: (said) => {
        conversation.messages.push(...said);
        conversation.bytes += JSON.stringify(said).length;
        conversation.busy = false;
        this.#keep(id, conversation, this.#clock.now());
      },
      giveUp: () => {
        conversation.busy = false;
        if (conversation.messages.length === 0) this.#kept.delete(id);
      },
    };
  }

  #keep(id: string, conversation: Conversation, now: number): void {
    conversation.usedAt = now;
    this.#kept.delete(id);
    this.#kept.set(id, conversation);
    for (const [oldest, { busy, usedAt }] of this.#kept) {
      if (this.#kept.size <= MOST && now - usedAt < KEPT_MS) return;
      if (!busy) this.#kept.delete(oldest);
    }
  }
}

function wrong(message: string): OfoxError {
  return new OfoxError('invalid_request', message, { param: 'conversation_id' });
}

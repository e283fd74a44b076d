import type { ReplyEvent } from '../../reply.ts';
import type { WholeCall } from './reply-parts.ts';

type CallEvent<T extends ReplyEvent['type']> = Extract<ReplyEvent, { type: T }>;

/**
 * Collects the calls of a streamed answer, which this wire tells whole. They are handed out in the
 * order in which they began, whichever ends first: callers match results to calls by that order.
 */
export class CallQueue {
  readonly #calls = new Map<number, WholeCall & { isComplete: boolean }>();

  start({ type: _, index, ...call }: CallEvent<'tool-call-start'>): void {
    this.#calls.set(index, { ...call, arguments: '', isComplete: false });
  }

  add({ index, arguments: piece }: CallEvent<'tool-call-delta'>): void {
    const call = this.#calls.get(index);
    if (call) call.arguments += piece;
  }

  /** @returns the calls that are complete, and before which no other call is open. */
  end({ index, signature }: CallEvent<'tool-call-end'>): WholeCall[] {
    const ended = this.#calls.get(index);
    if (!ended) return [];
    ended.isComplete = true;
    if (ended.arguments === '') ended.arguments = '{}';
    if (signature) ended.signature = signature;
    const ready: WholeCall[] = [];
    for (const [part, call] of this.#calls) {
      if (!call.isComplete) break;
      this.#calls.delete(part);
      ready.push(call);
    }
    return ready;
  }
}

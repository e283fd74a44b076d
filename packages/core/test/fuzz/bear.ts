import { expect } from 'vitest';
import { OfoxError } from '../../src/error.ts';
import { ReplyFold } from '../../src/fold.ts';
import type { Protocol, StreamDecoder } from '../../src/protocols/protocol.ts';
import type { Reply, ReplyEvent } from '../../src/reply.ts';
import type { ChatRequest } from '../../src/request.ts';
import { NAMES, WIRES } from '../crossings/wires.ts';

/** Only an `OfoxError` may come of it. @returns what came instead of an error. */
export function bear<T>(run: () => T): T | undefined {
  try {
    return run();
  } catch (error) {
    if (!OfoxError.is(error)) throw error;
    expect(error.message.length).toBeLessThan(2000);
    return undefined;
  }
}

/** What was read must be fit to be written for all wires, or be refused by name. */
export function bearRequest(request: ChatRequest): void {
  for (const to of NAMES) {
    for (const extensions of [true, false]) {
      const encoded = bear(() => WIRES[to].encodeRequest(request, { extensions }));
      if (encoded) JSON.stringify(encoded.body);
    }
  }
}

export function bearReply(reply: Reply): void {
  for (const to of NAMES) JSON.stringify(WIRES[to].encodeReply(reply));
}

/**
 * Runs a decoder with an encoder of each wire behind it. The events come in their order, whatever
 * the stream was, and say no more than it did.
 */
export function bearStream(wire: Protocol, size: number, run: (decoder: StreamDecoder) => void) {
  const events: ReplyEvent[] = [];
  const emit = (event: ReplyEvent) => events.push(event);
  const decoder = wire.decodeStream();
  const telling: StreamDecoder = {
    push: (event) => decoder.push(event, emit),
    end: () => decoder.end(emit),
  };
  const isComplete = bear(() => {
    run(telling);
    return true;
  });
  expect(JSON.stringify(events).length).toBeLessThan(50 * size + 5000);
  const fold = new ReplyFold();
  for (const event of events) fold.push(event);
  if (isComplete) bearReply(fold.end());
  for (const to of NAMES) {
    const encoder = WIRES[to].encodeStream({ includeUsage: true });
    for (const event of events) encoder.push(event);
    if (isComplete) encoder.end();
    else encoder.fail(new OfoxError('stream', 'Broken.'));
  }
}

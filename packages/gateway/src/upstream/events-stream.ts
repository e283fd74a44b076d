import type { ReplyEvent, StreamEncoder, Usage, Warning } from '@ofoxai/core';
import type { StreamAnswer, StreamSink } from './answer.ts';
import type { ChatCall } from './chat-call.ts';
import { isOutput } from './first-output.ts';
import { type NodeRoute, priced } from './node.ts';

/** What is written at once when events come faster than that. */
const BATCH_LENGTH = 32_768;

/**
 * Opens a stream of events that are made within this process: reads them up to the first output.
 *
 * @throws OfoxError when they fail before.
 */
export async function openEventsStream(
  events: AsyncIterable<ReplyEvent>,
  call: ChatCall,
  route: NodeRoute,
): Promise<StreamAnswer> {
  const stream = new EventsStream(events[Symbol.asyncIterator](), call, route);
  await stream.open();
  return stream;
}

class EventsStream implements StreamAnswer {
  model: string;
  readonly warnings: Warning[] = [];
  readonly #events: AsyncIterator<ReplyEvent>;
  readonly #call: ChatCall;
  readonly #route: NodeRoute;
  readonly #encoder: StreamEncoder;
  #text = '';
  #usage: Usage | undefined;
  #isDone = false;

  constructor(events: AsyncIterator<ReplyEvent>, call: ChatCall, route: NodeRoute) {
    this.#events = events;
    this.#call = call;
    this.#route = route;
    this.model = route.model;
    this.#encoder = call.face.encodeStream(call.wants);
  }

  async open(): Promise<void> {
    for (;;) {
      const event = await this.#next();
      if (!event || isOutput(event)) return;
    }
  }

  pipe(sink: StreamSink): void {
    void this.#run(sink);
  }

  async #run(sink: StreamSink): Promise<void> {
    const { cancellation } = this.#call;
    try {
      for (;;) {
        await this.#fill();
        if (this.#isDone) break;
        if (!sink.write(this.#take(), 'utf8')) await room(sink);
        if (cancellation.reason) throw cancellation.reason;
      }
      sink.end(this.#take() + this.#encoder.end(), this.#usage);
    } catch (thrown) {
      const error = this.#call.errorOf(thrown);
      sink.fail(error, this.#take() + this.#encoder.fail(error), this.#usage);
      await this.#events.return?.();
    }
  }

  /** Takes what comes within one turn of the event loop, up to a batch. */
  async #fill(): Promise<void> {
    let isTurnOver = false;
    const turn = setImmediate(() => {
      isTurnOver = true;
    });
    while (!this.#isDone && !isTurnOver && this.#text.length < BATCH_LENGTH) {
      await this.#next();
    }
    clearImmediate(turn);
  }

  async #next(): Promise<ReplyEvent | undefined> {
    const next = await this.#events.next();
    if (next.done) {
      this.#isDone = true;
      return undefined;
    }
    const event = next.value;
    if (event.type === 'start') this.model = event.model;
    else if (event.type === 'warning') this.warnings.push(event.warning);
    if (event.type === 'usage') {
      this.#usage = priced(event.usage, this.#route);
      this.#text += this.#encoder.push({ type: 'usage', usage: this.#usage });
    } else this.#text += this.#encoder.push(event);
    return event;
  }

  #take(): string {
    const text = this.#text;
    this.#text = '';
    return text;
  }
}

function room(sink: StreamSink): Promise<void> {
  return new Promise((resolve) => {
    sink.whenRoom(resolve);
  });
}

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
  #sink: StreamSink | undefined;
  #isScheduled = false;
  /** Kept when the reader has room again; absent while he has. */
  #room: Promise<void> | undefined;

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
    this.#sink = sink;
    try {
      while (!this.#isDone) {
        this.#schedule();
        await this.#next();
        if (this.#room) await this.#room;
        if (cancellation.reason) throw cancellation.reason;
      }
      sink.end(this.#take() + this.#encoder.end(), this.#usage);
    } catch (thrown) {
      const error = this.#call.errorOf(thrown);
      sink.fail(error, this.#take() + this.#encoder.fail(error), this.#usage);
      await this.#events.return?.();
    }
  }

  /** Whatever comes within one turn of the event loop goes out in one write, up to a batch. */
  #schedule(): void {
    if (this.#text.length >= BATCH_LENGTH) this.#flush();
    else if (this.#text !== '' && !this.#isScheduled) {
      this.#isScheduled = true;
      setImmediate(this.#flush);
    }
  }

  readonly #flush = (): void => {
    this.#isScheduled = false;
    const text = this.#take();
    const sink = this.#sink;
    if (text === '' || !sink || sink.write(text, 'utf8')) return;
    this.#room ??= new Promise((resolve) => {
      sink.whenRoom(() => {
        this.#room = undefined;
        resolve();
      });
    });
  };

  async #next(): Promise<ReplyEvent | undefined> {
    const next = await this.#events.next();
    if (next.done) {
      this.#isDone = true;
      return undefined;
    }
    const event = next.value;
    if (event.type === 'start') this.model = event.model;
    else if (event.type === 'warning') this.warnings.push(event.warning);
    else if (event.type !== 'text') this.warnings.push(...this.#call.face.replyLosses(event));
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

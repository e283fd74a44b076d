import {
  OfoxError,
  type ReplyEvent,
  type ServerSentEvent,
  SseReader,
  type StreamDecoder,
  type Warning,
} from '@ofoxai/core';
import type { StreamAnswer, StreamSink } from './answer.ts';
import { AnswerFlow } from './answer-flow.ts';
import type { BodySink } from './body-sink.ts';
import type { UpstreamAnswer } from './call.ts';
import type { ChatCall } from './chat-call.ts';
import { BLANK_LINE, lastBoundary } from './event-boundary.ts';
import { jsonOfEvent, MARKS } from './event-marks.ts';
import { isOutput, PREAMBLE_PIECE } from './first-output.ts';
import type { NodeRoute } from './node.ts';
import { StreamTap } from './stream-tap.ts';

/**
 * A stream of events that is passed on as it came, but for the model's name, and for the event with
 * the usage where the gateway alone had asked for it. The bytes are handled as texts whose
 * characters stand for bytes, which JavaScript searches fast. Whole events are passed on, so that
 * what is told at a break never stands within one.
 *
 * Resolves at the first output, up to which the events are read in full.
 *
 * @param hideUsage whether the caller does not expect an event with nothing but usage.
 * @throws OfoxError when the stream fails before its first output.
 */
export function openPassStream(
  answer: UpstreamAnswer,
  call: ChatCall,
  route: NodeRoute,
  hideUsage: boolean,
): Promise<StreamAnswer> {
  return new Promise((resolve, reject) => {
    answer.read(new PassStream(answer, call, route, hideUsage, resolve, reject));
  });
}

class PassStream implements BodySink, StreamAnswer {
  readonly model: string;
  readonly warnings: Warning[] = [];
  readonly #answer: UpstreamAnswer;
  readonly #flow: AnswerFlow;
  readonly #call: ChatCall;
  readonly #tap: StreamTap;
  readonly #resolve: (answer: StreamAnswer) => void;
  readonly #reject: (error: OfoxError) => void;

  /** Reads events up to the first output. */
  #preamble: { reader: SseReader; decoder: StreamDecoder } | undefined;
  /** What has come and waits for the end of the turn. */
  #incoming = '';
  #isScheduled = false;
  /** The beginning of an event whose end has not come, and its last characters. */
  #tail: string[] = [];
  #tailEnd = '';
  /** Whole events that wait for the first output, or for the sink. */
  #held = '';
  #sink: StreamSink | undefined;
  #hasWritten = false;
  #failure: OfoxError | undefined;
  #isOver = false;

  constructor(
    answer: UpstreamAnswer,
    call: ChatCall,
    route: NodeRoute,
    hideUsage: boolean,
    resolve: (answer: StreamAnswer) => void,
    reject: (error: OfoxError) => void,
  ) {
    this.#answer = answer;
    this.#flow = new AnswerFlow(answer);
    this.#call = call;
    this.#tap = new StreamTap(call, route, hideUsage);
    this.model = route.model;
    this.#resolve = resolve;
    this.#reject = reject;
    this.#preamble = {
      reader: new SseReader(),
      decoder: call.face.decodeStream({ model: route.model }),
    };
  }

  /** What came together with the first output is read once that is on its way. */
  pipe(sink: StreamSink): void {
    this.#sink = sink;
    this.#flush();
    this.#flow.follow(this.#read);
  }

  data(chunk: Buffer): void {
    if (this.#isOver) return;
    this.#incoming += chunk.toString('latin1');
    if (this.#preamble) {
      this.#read();
      if (!this.#preamble) this.#flow.hold();
      return;
    }
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    queueMicrotask(this.#read);
  }

  end(): void {
    if (this.#isOver) return;
    this.#takeFirst();
    this.#take();
    this.#closeTail();
    this.#isOver = true;
    if (!this.#failure && !this.#endPreamble() && !this.#tap.isComplete) {
      this.#failure ??= new OfoxError('stream', 'The stream ended before the answer was complete.');
    }
    this.#flush();
  }

  fail(error: OfoxError): void {
    if (this.#isOver) return;
    this.#takeFirst();
    this.#take();
    if (!this.#isOver) {
      if (!this.#tap.hasTerminal) this.#failure ??= error;
      this.#isOver = true;
    }
    this.#flush();
  }

  readonly #read = (): void => {
    this.#isScheduled = false;
    if (this.#isOver) return;
    this.#takeFirst();
    if (this.#sink) this.#take();
    if (this.#failure) {
      this.#isOver = true;
      this.#answer.abort(this.#failure);
    }
    this.#flush();
  };

  #takeFirst(): void {
    while (this.#preamble && this.#incoming !== '' && !this.#failure) this.#take(PREAMBLE_PIECE);
  }

  /**
   * Cuts what has come behind its last complete event, and looks at what is complete.
   * @param most so many characters of it, and leaves the rest.
   */
  #take(most = this.#incoming.length): void {
    const text = this.#incoming.slice(0, most);
    if (text === '') return;
    this.#incoming = this.#incoming.slice(most);
    const probe = this.#tailEnd + text;
    const boundary = lastBoundary(probe);
    if (this.#preamble) this.#readPreamble(text);
    if (boundary === -1) {
      this.#tail.push(text);
      this.#tailEnd = probe.slice(-BLANK_LINE);
      return;
    }
    const cut = boundary - this.#tailEnd.length;
    const events = this.#tail.join('') + text.slice(0, cut);
    this.#tail = cut < text.length ? [text.slice(cut)] : [];
    this.#tailEnd = text.slice(cut).slice(-BLANK_LINE);
    this.#pass(events);
  }

  /** Some servers leave out the blank line behind the last event. */
  #closeTail(): void {
    const event = this.#tail.join('');
    this.#tail = [];
    if (event.trim() === '') return;
    const closed = event.endsWith('\n') || event.endsWith('\r') ? `${event}\n` : `${event}\n\n`;
    if (jsonOfEvent(closed) || MARKS.openai.isTerminal(closed)) this.#pass(closed);
  }

  #readPreamble(text: string): void {
    try {
      this.#preamble?.reader.push(Buffer.from(text, 'latin1'), this.#decode);
    } catch (error) {
      if (this.#preamble) this.#failure = this.#call.errorOf(error);
    }
  }

  /** @returns whether the answer is complete without having said anything. */
  #endPreamble(): boolean {
    if (!this.#preamble) return false;
    const { reader, decoder } = this.#preamble;
    try {
      reader.end(this.#decode);
      if (!this.#preamble) return false;
      decoder.end(this.#look);
    } catch (error) {
      this.#failure = this.#call.errorOf(error);
      return false;
    }
    this.#beginOutput();
    return true;
  }

  readonly #decode = (event: ServerSentEvent): void => {
    this.#preamble?.decoder.push(event, this.#look);
  };

  readonly #look = (event: ReplyEvent): void => {
    if (event.type === 'start') this.#tap.upstreamModel = event.model;
    if (this.#preamble && isOutput(event)) this.#beginOutput();
  };

  #beginOutput(): void {
    this.#preamble = undefined;
  }

  /** Whole events on their way: holds them for the sink. */
  #pass(events: string): void {
    this.#held += this.#tap.pass(events, this.#preamble !== undefined);
    if (this.#tap.failure) this.#failure = this.#tap.failure;
  }

  #flush(): void {
    const sink = this.#sink;
    if (!sink) {
      if (this.#failure && this.#preamble) this.#reject(this.#failure);
      else if (!this.#preamble) this.#resolve(this);
      return;
    }
    const text = this.#hasWritten ? this.#held : withoutByteOrderMark(this.#held);
    this.#held = '';
    if (text !== '') this.#hasWritten = true;
    if (this.#isOver || this.#tap.hasTerminal) this.#close(sink, text);
    else this.#flow.write(sink, text, 'latin1');
  }

  #close(sink: StreamSink, last: string): void {
    this.#isOver = true;
    this.#sink = IGNORED;
    if (last !== '') sink.write(last, 'latin1');
    const { usage, failure: told } = this.#tap;
    if (!this.#failure) sink.end('', usage);
    else {
      const { face, wants } = this.#call;
      const text = told ? '' : face.encodeStream(wants).fail(this.#failure);
      sink.fail(this.#failure, text, usage);
    }
  }
}

const IGNORED: StreamSink = {
  write: () => true,
  whenRoom: () => {},
  end: () => {},
  fail: () => {},
};

function withoutByteOrderMark(text: string): string {
  return text.startsWith('\xef\xbb\xbf') ? text.slice(3) : text;
}

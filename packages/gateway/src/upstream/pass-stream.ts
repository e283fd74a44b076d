import {
  isJsonObject,
  type JsonObject,
  OfoxError,
  type Protocol,
  type ReplyEvent,
  type ServerSentEvent,
  SseReader,
  type StreamDecoder,
  type Usage,
  type Warning,
} from '@ofoxai/core';
import type { StreamAnswer, StreamSink } from './answer.ts';
import type { BodySink } from './body-sink.ts';
import type { UpstreamAnswer } from './call.ts';
import type { ChatCall } from './chat-call.ts';
import { BLANK_LINE, eventEnd, eventStart, lastBoundary } from './event-boundary.ts';
import { isOutput, PREAMBLE_PIECE } from './first-output.ts';
import { concealed, type NodeRoute } from './node.ts';
import { asBytes } from './replace-only.ts';
import { jsonOfEvent, MARKS, readUsages, usageOfEvent } from './tap.ts';

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
  readonly #face: Protocol;
  readonly #call: ChatCall;
  readonly #route: NodeRoute;
  readonly #hideUsage: boolean;
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

  /** As the node writes it, and as it is to be; no longer looked for when absent. */
  #rename: { from: string; to: string } | undefined;
  #upstreamModel = '';
  #firstUsage: JsonObject | undefined;
  /** The last event with usage; read when the stream is over. */
  #usageEvent = '';
  #hasFinish = false;
  #hasTerminal = false;
  #failure: OfoxError | undefined;
  /** The upstream has told of the failure itself. */
  #isTold = false;
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
    this.#face = call.face;
    this.#call = call;
    this.#route = route;
    this.model = route.model;
    this.#hideUsage = hideUsage;
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
    if (this.#incoming !== '') process.nextTick(this.#read);
  }

  data(chunk: Buffer): void {
    if (this.#isOver) return;
    this.#incoming += chunk.toString('latin1');
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
    if (!this.#failure && !this.#endPreamble() && !this.#hasTerminal && !this.#hasFinish) {
      this.#failure ??= new OfoxError('stream', 'The stream ended before the answer was complete.');
    }
    this.#flush();
  }

  fail(error: OfoxError): void {
    if (this.#isOver) return;
    this.#takeFirst();
    this.#take();
    if (!this.#isOver) {
      if (!this.#hasTerminal) this.#failure ??= error;
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
    if (event.type === 'start') this.#upstreamModel = event.model;
    if (this.#preamble && isOutput(event)) this.#beginOutput();
  };

  #beginOutput(): void {
    this.#preamble = undefined;
  }

  /** Whole events on their way: looks at them, and holds them for the sink. */
  #pass(events: string): void {
    const marks = MARKS[this.#face.name];
    let text = this.#tapUsage(events, marks.usage);
    if (this.#findError(text)) return;
    if (!this.#hasTerminal) {
      this.#hasTerminal = marks.isTerminal(text);
      this.#hasFinish ||= marks.isFinish(text);
    }
    text = this.#renameModel(text, marks.model, marks.modelRepeats);
    this.#held += text;
  }

  #tapUsage(events: string, mark: string): string {
    let at = events.lastIndexOf(mark);
    while (at !== -1 && !isObjectAt(events, at + mark.length)) {
      at = at === 0 ? -1 : events.lastIndexOf(mark, at - 1);
    }
    if (at === -1) return events;
    const start = eventStart(events, at);
    const end = eventEnd(events, at);
    const event = events.slice(start, end);
    if (!this.#firstUsage) {
      const first = events.indexOf(mark);
      const whole = events.slice(eventStart(events, first), eventEnd(events, first));
      this.#firstUsage = usageIn(whole, this.#face);
    }
    this.#usageEvent = event;
    if (!this.#hideUsage || !isUsageAlone(event)) return events;
    return events.slice(0, start) + events.slice(end);
  }

  /** An error in the middle of the stream is passed on as it came, and is the last thing that is. */
  #findError(text: string): boolean {
    if (this.#preamble) return false;
    const at = text.indexOf('"error":');
    if (at === -1) return false;
    const start = eventStart(text, at);
    const end = eventEnd(text, at);
    const event = text.slice(start, end);
    const json = jsonOfEvent(event);
    if (!json || !isJsonObject(json.error)) return false;
    this.#failure = concealed(this.#errorIn(event), this.#route.owner);
    this.#isTold = true;
    this.#held += this.#route.owner.conceal(text.slice(0, end));
    return true;
  }

  /** The error that the protocol's own decoder makes of an event. */
  #errorIn(event: string): OfoxError {
    const reader = new SseReader();
    const decoder = this.#face.decodeStream();
    const decode = (read: ServerSentEvent) => decoder.push(read, () => {});
    try {
      reader.push(Buffer.from(event, 'latin1'), decode);
      reader.end(decode);
    } catch (error) {
      return this.#call.errorOf(error);
    }
    return new OfoxError('stream', 'The provider reported an error in its stream.');
  }

  #renameModel(text: string, marks: readonly string[], repeats: boolean): string {
    if (this.#upstreamModel !== '') {
      const written = asBytes(JSON.stringify(this.#upstreamModel));
      const to = asBytes(JSON.stringify(this.model));
      const mark = marks.find((mark) => text.includes(mark + written));
      if (mark !== undefined && written !== to) {
        this.#rename = { from: mark + written, to: mark + to };
      }
      if (mark !== undefined || !this.#preamble) this.#upstreamModel = '';
    }
    const rename = this.#rename;
    if (!rename) return text;
    if (!repeats) this.#rename = undefined;
    return text.replaceAll(rename.from, rename.to);
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
    if (this.#isOver || this.#hasTerminal) this.#close(sink, text);
    else if (text !== '' && !sink.write(text, 'latin1')) {
      this.#answer.pause();
      sink.whenRoom(this.#resume);
    }
  }

  #close(sink: StreamSink, text: string): void {
    this.#isOver = true;
    this.#sink = IGNORED;
    if (text !== '') sink.write(text, 'latin1');
    if (!this.#failure) sink.end('', this.#usage());
    else {
      const told = this.#isTold
        ? ''
        : this.#face.encodeStream(this.#call.wants).fail(this.#failure);
      sink.fail(this.#failure, told, this.#usage());
    }
  }

  #usage(): Usage | undefined {
    const last = this.#usageEvent === '' ? undefined : usageIn(this.#usageEvent, this.#face);
    const first = this.#face.name === 'anthropic' ? this.#firstUsage : undefined;
    return readUsages(this.#face, first, last);
  }

  readonly #resume = (): void => {
    this.#answer.resume();
  };
}

const IGNORED: StreamSink = {
  write: () => true,
  whenRoom: () => {},
  end: () => {},
  fail: () => {},
};

const OPEN_BRACE = 0x7b;
const SPACE = 0x20;

function isObjectAt(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code === OPEN_BRACE || (code === SPACE && text.charCodeAt(at + 1) === OPEN_BRACE);
}

function withoutByteOrderMark(text: string): string {
  return text.startsWith('\xef\xbb\xbf') ? text.slice(3) : text;
}

function isUsageAlone(event: string): boolean {
  return event.includes('"choices":[]') || event.includes('"choices": []');
}

function usageIn(event: string, { name }: Protocol): JsonObject | undefined {
  const json = jsonOfEvent(event);
  return json && usageOfEvent(json, name);
}

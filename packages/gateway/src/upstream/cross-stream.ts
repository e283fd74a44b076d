import {
  type EventReader,
  type OfoxError,
  type Protocol,
  type ReplyEvent,
  type ServerSentEvent,
  SseReader,
  type StreamDecoder,
  type StreamEncoder,
  type Usage,
  type Warning,
} from '@ofoxai/core';
import type { StreamAnswer, StreamSink } from './answer.ts';
import { AnswerFlow } from './answer-flow.ts';
import type { BodySink } from './body-sink.ts';
import type { UpstreamAnswer } from './call.ts';
import type { ChatCall } from './chat-call.ts';
import { isOutput, PREAMBLE_PIECE } from './first-output.ts';
import { concealed, type NodeRoute, priced } from './node.ts';

/**
 * A stream that is translated event by event. Resolves at the first output; until then, everything
 * that would be written is held back. Each read from the network becomes one write at most.
 *
 * @param warnings what the request lost on its way.
 * @throws OfoxError when the stream fails before its first output.
 */
export function openCrossStream(
  answer: UpstreamAnswer,
  back: Protocol,
  call: ChatCall,
  route: NodeRoute,
  warnings: readonly Warning[],
): Promise<StreamAnswer> {
  return new Promise((resolve, reject) => {
    const stream = new CrossStream(answer, back, call, route, warnings, resolve, reject);
    answer.read(stream);
  });
}

class CrossStream implements BodySink, StreamAnswer {
  readonly model: string;
  readonly warnings: Warning[];
  readonly #answer: UpstreamAnswer;
  readonly #flow: AnswerFlow;
  readonly #call: ChatCall;
  readonly #route: NodeRoute;
  readonly #reader: EventReader = new SseReader();
  readonly #decoder: StreamDecoder;
  readonly #encoder: StreamEncoder;
  readonly #resolve: (answer: StreamAnswer) => void;
  readonly #reject: (error: OfoxError) => void;
  #chunks: Buffer[] = [];
  #isScheduled = false;
  #text = '';
  #usage: Usage | undefined;
  #hasOutput = false;
  #sink: StreamSink | undefined;
  /** Nothing more is to come: the answer's last event has been read, or it failed. */
  #isOver = false;
  /** The sink has been told that it is over. */
  #isTold = false;
  #failure: OfoxError | undefined;

  constructor(
    answer: UpstreamAnswer,
    back: Protocol,
    call: ChatCall,
    route: NodeRoute,
    warnings: readonly Warning[],
    resolve: (answer: StreamAnswer) => void,
    reject: (error: OfoxError) => void,
  ) {
    this.#answer = answer;
    this.#flow = new AnswerFlow(answer);
    this.#call = call;
    this.#route = route;
    this.model = route.model;
    this.warnings = [...warnings];
    this.#decoder = back.decodeStream({ model: route.model });
    this.#encoder = call.face.encodeStream(call.wants);
    this.#resolve = resolve;
    this.#reject = reject;
  }

  /** What came together with the first output is read once that is on its way. */
  pipe(sink: StreamSink): void {
    this.#sink = sink;
    this.#flush();
    this.#flow.follow(this.#read);
  }

  data(chunk: Buffer): void {
    if (this.#isOver) return;
    this.#chunks.push(chunk);
    if (!this.#hasOutput) {
      this.#read();
      if (this.#hasOutput) this.#flow.hold();
      return;
    }
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    queueMicrotask(this.#read);
  }

  end(): void {
    this.#pushAll();
    if (!this.#isOver) this.#end();
    this.#flush();
  }

  fail(error: OfoxError): void {
    this.#pushAll();
    if (!this.#isOver) this.#break(error);
    this.#flush();
  }

  readonly #read = (): void => {
    this.#isScheduled = false;
    while (!this.#hasOutput && this.#chunks.length > 0 && !this.#isOver) this.#pushFirst();
    if (this.#sink) this.#pushAll();
    this.#flush();
  };

  /** The beginning of what has come: the first output must not wait for the rest. */
  #pushFirst(): void {
    const [chunk] = this.#chunks as [Buffer];
    if (chunk.length > PREAMBLE_PIECE) this.#chunks[0] = chunk.subarray(PREAMBLE_PIECE);
    else this.#chunks.shift();
    this.#push(chunk.subarray(0, PREAMBLE_PIECE));
  }

  /** All that came in one read, however many pieces the server had sent it in. */
  #pushAll(): void {
    const chunks = this.#chunks;
    if (chunks.length === 0 || this.#isOver) return;
    this.#chunks = [];
    this.#push(chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks));
  }

  #push(bytes: Buffer): void {
    try {
      this.#reader.push(bytes, this.#decode);
    } catch (error) {
      this.#break(this.#call.errorOf(error));
      this.#answer.abort(error as Error);
    }
  }

  #end(): void {
    try {
      this.#reader.end(this.#decode);
      if (!this.#isOver) this.#decoder.end(this.#emit);
      this.#isOver = true;
    } catch (error) {
      this.#break(this.#call.errorOf(error));
    }
  }

  readonly #decode = (event: ServerSentEvent): void => {
    if (!this.#isOver) this.#decoder.push(event, this.#emit);
  };

  readonly #emit = (event: ReplyEvent): void => {
    if (!this.#hasOutput && isOutput(event)) this.#hasOutput = true;
    switch (event.type) {
      case 'start':
        this.#text += this.#encoder.push({ ...event, model: this.model });
        return;
      case 'usage':
        this.#usage = priced(event.usage, this.#route);
        this.#text += this.#encoder.push({ type: 'usage', usage: this.#usage });
        return;
      case 'warning':
        if (!this.#sink) this.warnings.push(event.warning);
        break;
      case 'text':
      case 'tool-call-delta':
        break;
      case 'finish':
        this.#isOver = true;
        break;
      default:
        // Warnings stand in the head, which goes out with the first output.
        if (!this.#sink) this.warnings.push(...this.#call.face.replyLosses(event));
    }
    this.#text += this.#encoder.push(event);
  };

  #break(error: OfoxError): void {
    this.#isOver = true;
    this.#failure = concealed(error, this.#route.owner);
  }

  #flush(): void {
    if (!this.#sink) {
      if (this.#failure && !this.#hasOutput) this.#reject(this.#failure);
      else if (this.#hasOutput || this.#isOver) this.#resolve(this);
      return;
    }
    if (this.#isTold) return;
    const text = this.#text;
    this.#text = '';
    const sink = this.#sink;
    this.#isTold = this.#isOver;
    if (this.#failure) {
      if (text !== '') sink.write(text, 'utf8');
      sink.fail(this.#failure, this.#encoder.fail(this.#failure), this.#usage);
    } else if (this.#isOver) sink.end(text + this.#encoder.end(), this.#usage);
    else this.#flow.write(sink, text, 'utf8');
  }
}

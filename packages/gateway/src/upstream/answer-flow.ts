import type { StreamSink, TextCoding } from './answer.ts';
import type { UpstreamAnswer } from './call.ts';

/** Lets a streamed answer flow as fast as its sink takes it, and its first output go ahead. */
export class AnswerFlow {
  readonly #answer: UpstreamAnswer;
  /** Whether the sink has no room. */
  #isFull = false;

  constructor(answer: UpstreamAnswer) {
    this.#answer = answer;
  }

  /** The first output is there: nothing more comes until {@link follow}. */
  hold(): void {
    this.#answer.pause();
  }

  /** The rest may come when the first output is on its way. @param read takes what is there of it. */
  follow(read: () => void): void {
    setImmediate(() => {
      read();
      if (!this.#isFull) this.#answer.resume();
    });
  }

  /** Writes, and stops the flow while there is no room. */
  write(sink: StreamSink, text: string, coding: TextCoding): void {
    if (text === '' || sink.write(text, coding)) return;
    this.#isFull = true;
    this.#answer.pause();
    sink.whenRoom(this.#resume);
  }

  readonly #resume = (): void => {
    this.#isFull = false;
    this.#answer.resume();
  };
}

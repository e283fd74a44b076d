import { OfoxError } from '../error.ts';
import { ReplyFold } from '../fold.ts';
import type { Reply, ReplyEvent } from '../reply.ts';
import type { ResponseInfo } from './response-info.ts';

/** A whole answer, and what is known of it besides. */
export interface ChatResult extends Reply {
  response: ResponseInfo;
}

/** What a stream is made of once its first output is there. */
export interface StreamSource {
  response: ResponseInfo;
  batches: AsyncGenerator<ReplyEvent[], void, undefined>;
  /** Gives the connection up. */
  abandon: () => void;
  /** What is known at the end. */
  conclude: (reply: Reply) => ResponseInfo;
}

/**
 * An answer in pieces. Nothing is sent before the first look at it: a loop over its events,
 * {@link response} or {@link final}. It can be read once; leaving the loop early aborts the request.
 *
 * An error is thrown out of the loop. Until the first output the client may try again by its rules;
 * after it every break is the caller's to see.
 */
export class ReplyStream implements AsyncIterable<ReplyEvent> {
  readonly #start: (signal: AbortSignal) => Promise<StreamSource>;
  readonly #caller: AbortSignal | undefined;
  readonly #leaving = new AbortController();
  readonly #fold = new ReplyFold();
  readonly #result: Promise<ChatResult>;
  #resolve: (result: ChatResult) => void = noop;
  #reject: (error: unknown) => void = noop;
  #source: Promise<StreamSource> | undefined;
  #opened: StreamSource | undefined;
  #isTaken = false;
  #isOver = false;
  #batch: ReplyEvent[] = [];
  #at = 0;
  #waiting = 0;
  #turn: Promise<unknown> = Promise.resolve();

  /**
   * @param start sends the request; its signal is aborted by the caller's, and when the stream is
   * left before its end.
   */
  constructor(
    start: (signal: AbortSignal) => Promise<StreamSource>,
    caller: AbortSignal | undefined,
  ) {
    this.#start = start;
    this.#caller = caller;
    this.#result = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    // Whoever does not ask for the result learns of the error in the loop.
    this.#result.catch(noop);
  }

  /** What is known of the answer when its first output is there. */
  get response(): Promise<ResponseInfo> {
    return this.#open().then((source) => source.response);
  }

  /** What has arrived so far, also after an error; `undefined` before the answer begins. */
  partial(): Reply | undefined {
    return this.#fold.partial();
  }

  /**
   * The whole answer. Reads the stream if no loop does.
   * @throws OfoxError as the loop does, or of kind `aborted` when the loop was left early.
   */
  async final(): Promise<ChatResult> {
    if (!this.#isTaken) {
      const events = this[Symbol.asyncIterator]();
      // The result settles with the last step, and with an error as well.
      for (let step = await events.next(); !step.done; ) step = await events.next();
    }
    return this.#result;
  }

  [Symbol.asyncIterator](): AsyncIterator<ReplyEvent, undefined> {
    if (this.#isTaken) {
      throw new OfoxError('invalid_request', 'A stream can be read once, and this one has been.');
    }
    this.#isTaken = true;
    return { next: () => this.#next(), return: () => this.#leave() };
  }

  #next(): Promise<IteratorResult<ReplyEvent, undefined>> {
    const event = this.#waiting === 0 ? this.#batch[this.#at] : undefined;
    if (event) {
      this.#at++;
      return Promise.resolve({ done: false, value: event });
    }
    // Calls that do not wait for one another take turns.
    this.#waiting++;
    const turn = this.#turn.then(() => this.#step());
    this.#turn = turn.then(noop, noop);
    return turn;
  }

  async #step(): Promise<IteratorResult<ReplyEvent, undefined>> {
    try {
      while (!this.#isOver && this.#at >= this.#batch.length) await this.#fill();
    } catch (error) {
      if (this.#isOver) return { done: true, value: undefined };
      this.#end();
      this.#reject(error);
      throw error;
    } finally {
      this.#waiting--;
    }
    const event = this.#batch[this.#at++];
    return event ? { done: false, value: event } : { done: true, value: undefined };
  }

  async #fill(): Promise<void> {
    const source = await this.#open();
    const next = await source.batches.next();
    if (this.#isOver) return;
    if (next.done) {
      const reply = this.#fold.end();
      this.#end();
      this.#resolve({ ...reply, response: source.conclude(reply) });
      return;
    }
    for (const event of next.value) this.#fold.push(event);
    this.#batch = next.value;
    this.#at = 0;
  }

  #open(): Promise<StreamSource> {
    this.#source ??= this.#begin();
    return this.#source;
  }

  async #begin(): Promise<StreamSource> {
    if (this.#caller?.aborted) this.#onAbort();
    else this.#caller?.addEventListener('abort', this.#onAbort);
    const source = await this.#start(this.#leaving.signal);
    this.#opened = source;
    if (this.#leaving.signal.aborted) source.abandon();
    return source;
  }

  readonly #onAbort = (): void => {
    this.#leaving.abort(this.#caller?.reason);
  };

  async #leave(): Promise<IteratorResult<ReplyEvent, undefined>> {
    if (!this.#isOver) {
      this.#end();
      const left = new OfoxError('aborted', 'The stream was left before its end.');
      this.#reject(left);
      this.#leaving.abort(left);
      this.#opened?.abandon();
    }
    return { done: true, value: undefined };
  }

  #end(): void {
    this.#isOver = true;
    this.#caller?.removeEventListener('abort', this.#onAbort);
    this.#batch = [];
    this.#at = 0;
  }
}

function noop(): void {}

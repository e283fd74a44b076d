import { type Dispatcher, Pool } from 'undici';
import { rising } from '../percentile.ts';

/** What is asked of a server. */
export interface Question {
  path: string;
  headers: Record<string, string>;
  body: Buffer;
}

/** What came of a number of requests. */
export interface Load {
  seconds: number;
  /** Milliseconds of each request to its first byte and to its end, sorted. */
  firstByte: number[];
  whole: number[];
  bytes: number;
}

class Reader implements Dispatcher.DispatchHandler {
  firstByte = 0;
  bytes = 0;
  #tail = '';
  #status = 0;
  readonly #resolve: (reader: Reader) => void;
  readonly #reject: (error: Error) => void;

  constructor(resolve: (reader: Reader) => void, reject: (error: Error) => void) {
    this.#resolve = resolve;
    this.#reject = reject;
  }

  onRequestStart(): void {}

  onResponseStart(_controller: Dispatcher.DispatchController, status: number): void {
    this.#status = status;
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.bytes === 0) this.firstByte = performance.now();
    this.bytes += chunk.length;
    if (this.#status >= 300) this.#tail += chunk.toString();
  }

  onResponseEnd(): void {
    if (this.#status < 300) this.#resolve(this);
    else this.#reject(new Error(`Status ${this.#status}: ${this.#tail.slice(0, 500)}`));
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#reject(error);
  }
}

/** Asks a server again and again, so many at a time. */
export class LoadGenerator {
  readonly #pool: Pool;

  constructor(url: string) {
    this.#pool = new Pool(url, { connections: 1024, pipelining: 1, bodyTimeout: 0 });
  }

  /** @param questions several take turns. */
  async run(questions: readonly Question[], requests: number, concurrency: number): Promise<Load> {
    const firstByte: number[] = [];
    const whole: number[] = [];
    let bytes = 0;
    let left = requests;
    const worker = async () => {
      while (left > 0) {
        left -= 1;
        const question = questions[left % questions.length] as Question;
        const start = performance.now();
        const reader = await this.#ask(question);
        firstByte.push(reader.firstByte - start);
        whole.push(performance.now() - start);
        bytes += reader.bytes;
      }
    };
    const start = performance.now();
    await Promise.all(Array.from({ length: concurrency }, worker));
    const seconds = (performance.now() - start) / 1000;
    return { seconds, firstByte: firstByte.sort(rising), whole: whole.sort(rising), bytes };
  }

  close(): Promise<void> {
    return this.#pool.destroy();
  }

  #ask({ path, headers, body }: Question): Promise<Reader> {
    return new Promise((resolve, reject) => {
      this.#pool.dispatch({ method: 'POST', path, headers, body }, new Reader(resolve, reject));
    });
  }
}

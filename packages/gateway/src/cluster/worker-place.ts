import cluster, { type Worker } from 'node:cluster';
import type { Clock } from '../clock.ts';
import type { WorkerAccount } from './authority.ts';
import { BackOff } from './back-off.ts';
import { isMessage, type ToPrimary, type ToWorker } from './messages.ts';

/** What the primary does for a worker. */
export interface PlaceOptions {
  /** From 1. */
  readonly place: number;
  readonly clock: Pick<Clock, 'now'>;
  /** Opens the account of a worker that begins. */
  openAccount(): WorkerAccount;
  onMessage(message: ToPrimary, place: WorkerPlace): void;
  onEnd(place: WorkerPlace, how: Ending): void;
}

/** How a worker ended. */
export interface Ending {
  readonly code: number | null;
  readonly signal: string | null;
  /** Why it could not even begin. */
  readonly error?: Error;
}

/** One of the places in which workers serve: when one ends, another one follows. */
export class WorkerPlace {
  readonly place: number;
  /** Whether its worker has said that it listens. */
  isListening = false;
  /** What its worker told last. */
  lastMetrics = '';
  readonly #options: PlaceOptions;
  readonly #backOff = new BackOff();
  #worker: Worker | undefined;
  #startedAt = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: PlaceOptions) {
    this.place = options.place;
    this.#options = options;
  }

  get isRunning(): boolean {
    return this.#worker !== undefined;
  }

  get pid(): number | undefined {
    return this.#worker?.process.pid;
  }

  /** Starts a worker. */
  fork(): void {
    const { clock, openAccount, onMessage, onEnd } = this.#options;
    const worker = cluster.fork();
    const account = openAccount();
    this.#worker = worker;
    this.#startedAt = clock.now();
    worker.on('message', (message: unknown) => {
      if (!isMessage<ToPrimary>(message)) return;
      if (message.type === 'asks') {
        const answers = account.answer(message.asks);
        if (answers.length > 0) this.send({ type: 'answers', answers });
      } else onMessage(message, this);
    });
    this.#onceEnded(worker, (how) => {
      this.#worker = undefined;
      this.isListening = false;
      account.close();
      onEnd(this, how);
    });
  }

  /** What a worker has sent may be read after its end, but not after its channel is closed. */
  #onceEnded(worker: Worker, callback: (how: Ending) => void): void {
    let how: Ending | undefined;
    let isClosed = false;
    const tell = () => {
      if (how && isClosed) callback(how);
    };
    worker.on('exit', (code, signal) => {
      how = { code, signal };
      tell();
    });
    worker.on('disconnect', () => {
      isClosed = true;
      tell();
    });
    worker.on('error', (error) => {
      // One that never began has no end either; to others, messages may fail, which tells nothing.
      if (worker.process.pid === undefined) callback({ code: null, signal: null, error });
    });
  }

  /** Starts another worker after a while. @returns how long that is, in milliseconds. */
  forkLater(): number {
    const wait = this.#backOff.next(this.#options.clock.now() - this.#startedAt);
    this.#timer = setTimeout(() => this.fork(), wait);
    return wait;
  }

  send(message: ToWorker): void {
    if (this.#worker?.isConnected()) this.#worker.send(message, undefined, () => {});
  }

  /** No other worker takes this place any more. */
  retire(): void {
    clearTimeout(this.#timer);
  }

  kill(): void {
    this.#worker?.process.kill('SIGKILL');
  }
}

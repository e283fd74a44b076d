import cluster from 'node:cluster';
import { OfoxError } from '@ofoxai/core';
import { type Clock, systemClock } from '../clock.ts';
import { ConfigError } from '../config/config-error.ts';
import type { Config } from '../config/schema.ts';
import type { Changes } from '../gateway-options.ts';
import type { Logger } from '../log.ts';
import type { Authority } from './authority.ts';
import { CrewMetrics } from './crew-metrics.ts';
import type { Beginning, ToPrimary } from './messages.ts';
import { type Ending, WorkerPlace } from './worker-place.ts';

/** What workers may need beyond their own time to stop. */
const LAST_SECONDS_MS = 5000;

export interface CrewOptions {
  /** How many workers there are. */
  readonly size: number;
  readonly config: Config;
  readonly madeKey: string | undefined;
  readonly authority: Authority;
  readonly logger: Logger;
  readonly clock?: Clock;
}

/**
 * The workers of one gateway, as the primary process sees them: it starts them, puts another one in
 * the place of each that ends, tells them what changes, and counts for them what they share.
 */
export class Crew {
  readonly #options: CrewOptions;
  readonly #places: WorkerPlace[] = [];
  readonly #metrics: CrewMetrics;
  #address: { url: string; port: number } | undefined;
  #changes: Changes | undefined;
  #isReady = false;
  #isStopping = false;
  #heard: (place: WorkerPlace, failure: string | undefined) => void = () => {};
  #ended: () => void = () => {};

  constructor(options: CrewOptions) {
    this.#options = options;
    const { size, authority, clock = systemClock } = options;
    this.#metrics = new CrewMetrics(this.#places);
    for (let place = 1; place <= size; place += 1) {
      this.#places.push(
        new WorkerPlace({
          place,
          clock,
          openAccount: () => authority.open(),
          onMessage: (message, from) => this.#onMessage(message, from),
          onEnd: (from, how) => this.#onEnd(from, how),
        }),
      );
    }
  }

  /**
   * Starts the workers: one, which finds where to listen, and then all others.
   *
   * @returns where they listen, when all of them do.
   * @throws ConfigError when one of them cannot serve.
   */
  async start(): Promise<{ url: string; port: number }> {
    cluster.setupPrimary({ args: ['worker'] });
    try {
      const [first, ...others] = this.#places;
      if (first) await this.#begin([first]);
      await this.#begin(others);
    } catch (error) {
      this.#isStopping = true;
      for (const place of this.#places) place.kill();
      throw error;
    }
    if (!this.#address) throw new OfoxError('internal', 'No worker listens.');
    this.#isReady = true;
    for (const place of this.#places) place.send({ type: 'ready' });
    return this.#address;
  }

  /** Tells all workers, and those that come later, of another configuration. */
  configure(changes: Changes): void {
    this.#changes = changes;
    for (const place of this.#places) place.send({ type: 'configure', changes });
  }

  /**
   * Lets all workers end their answers.
   * @returns whether all did within the time that the configuration gives; the others were killed.
   */
  stop(): Promise<boolean> {
    this.#isStopping = true;
    const { delayMs, graceMs } = this.#options.config.drain;
    for (const place of this.#places) {
      place.retire();
      place.send({ type: 'stop' });
    }
    return new Promise((resolve) => {
      let inTime = true;
      const timer = setTimeout(
        () => {
          inTime = false;
          this.kill();
        },
        delayMs + graceMs + LAST_SECONDS_MS,
      );
      this.#ended = () => {
        if (this.#places.some(({ isRunning }) => isRunning)) return;
        clearTimeout(timer);
        resolve(inTime);
      };
      this.#ended();
    });
  }

  kill(): void {
    for (const place of this.#places) place.kill();
  }

  #begin(places: readonly WorkerPlace[]): Promise<void> {
    const waiting = new Set(places);
    return new Promise((resolve, reject) => {
      this.#heard = (place, failure) => {
        if (failure !== undefined) reject(new ConfigError(failure));
        waiting.delete(place);
        if (waiting.size === 0) resolve();
      };
      for (const place of places) place.fork();
      if (places.length === 0) resolve();
    });
  }

  #onMessage(message: ToPrimary, place: WorkerPlace): void {
    switch (message.type) {
      case 'started':
        place.send({ type: 'begin', beginning: this.#beginning(place) });
        break;
      case 'listening':
        place.isListening = true;
        this.#address ??= { url: message.url, port: message.port };
        this.#options.logger.info({ worker: place.place, pid: place.pid }, 'a worker serves');
        this.#heard(place, undefined);
        break;
      case 'failed':
        if (!this.#isReady) this.#heard(place, message.reason);
        else this.#options.logger.error(message, 'a worker cannot serve');
        break;
      case 'metrics':
        this.#metrics.told(place, message);
        break;
      case 'collect-metrics':
        void this.#metrics.collect().then((text) => {
          place.send({ type: 'all-metrics', id: message.id, text });
        });
        break;
    }
  }

  #beginning({ place }: WorkerPlace): Beginning {
    const { config, madeKey } = this.#options;
    return {
      place,
      config,
      isReady: this.#isReady,
      ...(madeKey === undefined ? {} : { madeKey }),
      ...(this.#address && { port: this.#address.port }),
      ...(this.#changes && { changes: this.#changes }),
    };
  }

  #onEnd(place: WorkerPlace, how: Ending): void {
    this.#metrics.ended(place);
    if (this.#isStopping) {
      this.#ended();
      return;
    }
    const worker = place.place;
    if (!this.#isReady) {
      this.#heard(place, `Worker ${worker} ended (${describe(how)}) before it could serve.`);
      return;
    }
    const retryMs = place.forkLater();
    this.#options.logger.error(
      { worker, how: describe(how), retryMs },
      'a worker ended; another one follows',
    );
  }
}

function describe({ code, signal, error }: Ending): string {
  return error?.message ?? signal ?? `code ${code}`;
}

import { MetricFamilies } from '../metrics/metric-families.ts';
import type { WorkerPlace } from './worker-place.ts';

/** A worker that is too busy to tell is counted with what it told last. */
const PATIENCE_MS = 1000;

/**
 * The metrics of all workers as one. What a worker counted that has ended stays counted, as far as
 * it has been told: a sum that fell would look like a restart of the whole to whoever collects it.
 */
export class CrewMetrics {
  readonly #places: readonly WorkerPlace[];
  readonly #ended = new MetricFamilies();
  #restarts = 0;
  #lastId = 0;
  #waiting: { id: number; places: Set<WorkerPlace>; done: () => void } | undefined;
  #collecting: Promise<string> | undefined;

  constructor(places: readonly WorkerPlace[]) {
    this.#places = places;
  }

  /** Asks all workers; who asks meanwhile gets the same. */
  collect(): Promise<string> {
    this.#collecting ??= this.#collect().finally(() => {
      this.#collecting = undefined;
    });
    return this.#collecting;
  }

  /** A worker has answered. */
  told(place: WorkerPlace, { id, text }: { id: number; text: string }): void {
    place.lastMetrics = text;
    if (this.#waiting?.id === id) this.#cross(place);
  }

  /** A worker is no more. */
  ended(place: WorkerPlace): void {
    this.#ended.add(place.lastMetrics, 'cumulative');
    place.lastMetrics = '';
    this.#restarts += 1;
    this.#cross(place);
  }

  async #collect(): Promise<string> {
    this.#lastId += 1;
    const id = this.#lastId;
    const places = new Set(this.#places.filter(({ isListening }) => isListening));
    await new Promise<void>((done) => {
      const timer = setTimeout(done, PATIENCE_MS);
      this.#waiting = {
        id,
        places,
        done: () => {
          clearTimeout(timer);
          done();
        },
      };
      for (const place of places) place.send({ type: 'tell-metrics', id });
    });
    this.#waiting = undefined;
    const all = new MetricFamilies();
    all.add(this.#own());
    all.add(this.#ended.toString());
    for (const { lastMetrics } of this.#places) all.add(lastMetrics);
    return all.toString();
  }

  #cross(place: WorkerPlace): void {
    this.#waiting?.places.delete(place);
    if (this.#waiting?.places.size === 0) this.#waiting.done();
  }

  #own(): string {
    const serving = this.#places.filter(({ isListening }) => isListening).length;
    return [
      '# HELP ofox_workers Processes that serve.',
      '# TYPE ofox_workers gauge',
      `ofox_workers ${serving}`,
      '# HELP ofox_worker_ends_total Workers that have ended.',
      '# TYPE ofox_worker_ends_total counter',
      `ofox_worker_ends_total ${this.#restarts}`,
    ].join('\n');
  }
}

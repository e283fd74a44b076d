import { Histogram } from './histogram.ts';
import { writeLabels } from './labels.ts';

/** Seconds; models answer within hundreds of milliseconds to minutes. */
const SECONDS = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300];

/** Stands for all labels beyond the most. */
export const OTHER = 'other';

/** More series than this of one kind would be a burden on whoever collects them. */
const MOST_SERIES = 10_000;

/** What all series of requests with the same labels have counted. */
export class RequestSeries {
  readonly labels: string;
  /** By status and, behind a space, the kind of the error. */
  readonly outcomes = new Map<string, number>();
  inputTokens = 0;
  outputTokens = 0;
  /** USD. */
  cost = 0;
  /** The key that they came with, by its id; empty for none. */
  readonly key: string;
  /** Requests a minute that it may send, as its last request found it. */
  rpm: number | undefined;

  constructor(labels: Readonly<Record<string, string>>) {
    this.labels = writeLabels(labels);
    this.key = labels.key ?? '';
  }
}

/** How long requests took that one node answered for one model. */
export class TimeSeries {
  readonly labels: string;
  readonly duration = new Histogram(SECONDS);
  readonly firstOutput = new Histogram(SECONDS);

  constructor(labels: Readonly<Record<string, string>>) {
    this.labels = writeLabels(labels);
  }
}

/** A number that grows. */
export class CounterSeries {
  readonly labels: string;
  count = 0;

  constructor(labels: Readonly<Record<string, string>>) {
    this.labels = writeLabels(labels);
  }
}

/** The series of one kind by their labels, as many as may be. */
export class SeriesMap<S> {
  readonly #series = new Map<string, S>();
  readonly #make: (labels: Readonly<Record<string, string>>) => S;
  readonly #names: readonly string[];
  readonly #most: number;

  constructor(
    names: readonly string[],
    make: (labels: Readonly<Record<string, string>>) => S,
    most = MOST_SERIES,
  ) {
    this.#names = names;
    this.#make = make;
    this.#most = most;
  }

  /** The series with these labels; when there are too many, the one that stands for all others. */
  get(values: readonly string[]): S {
    const key = values.join('\n');
    const known = this.#series.get(key);
    if (known) return known;
    if (this.#series.size >= this.#most && values.some((value) => value !== OTHER)) {
      return this.get(values.map(() => OTHER));
    }
    const labels = Object.fromEntries(this.#names.map((name, at) => [name, values[at] ?? '']));
    const made = this.#make(labels);
    this.#series.set(key, made);
    return made;
  }

  values(): Iterable<S> {
    return this.#series.values();
  }
}

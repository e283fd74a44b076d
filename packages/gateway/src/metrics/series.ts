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
  /** By status and the kind of the error. */
  readonly #outcomes = new Map<number, Map<string, number>>();
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

  /** @param error its kind; empty where there was none. */
  countOutcome(status: number, error: string): void {
    let errors = this.#outcomes.get(status);
    if (!errors) {
      errors = new Map();
      this.#outcomes.set(status, errors);
    }
    errors.set(error, (errors.get(error) ?? 0) + 1);
  }

  *outcomes(): Generator<[status: number, error: string, count: number]> {
    for (const [status, errors] of this.#outcomes) {
      for (const [error, count] of errors) yield [status, error, count];
    }
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

/** Series by the first of their labels' values, and so on. */
type Branch<S> = Map<string, Branch<S> | S>;

/** The series of one kind by their labels, as many as may be. */
export class SeriesMap<S extends object> {
  /** Looked through label by label: to join their values to one key would cost more than that. */
  readonly #root: Branch<S> = new Map();
  readonly #series: S[] = [];
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
    let branch = this.#root;
    const last = values.length - 1;
    for (let at = 0; at < last; at += 1) {
      const value = values[at] as string;
      let next = branch.get(value) as Branch<S> | undefined;
      if (!next) {
        if (this.#isFullFor(values)) return this.get(values.map(() => OTHER));
        next = new Map();
        branch.set(value, next);
      }
      branch = next;
    }
    const known = branch.get(values[last] as string) as S | undefined;
    if (known) return known;
    if (this.#isFullFor(values)) return this.get(values.map(() => OTHER));
    const labels = Object.fromEntries(this.#names.map((name, at) => [name, values[at] ?? '']));
    const made = this.#make(labels);
    branch.set(values[last] as string, made);
    this.#series.push(made);
    return made;
  }

  #isFullFor(values: readonly string[]): boolean {
    return this.#series.length >= this.#most && values.some((value) => value !== OTHER);
  }

  values(): Iterable<S> {
    return this.#series;
  }
}

/** Counts values by how large they are. Its bounds are shared; an observation allocates nothing. */
export class Histogram {
  readonly #bounds: readonly number[];
  readonly #counts: Float64Array;
  #sum = 0;

  /** @param bounds the greatest value of each bucket, rising; a last bucket takes all the rest. */
  constructor(bounds: readonly number[]) {
    this.#bounds = bounds;
    this.#counts = new Float64Array(bounds.length + 1);
  }

  observe(value: number): void {
    const bounds = this.#bounds;
    let bucket = 0;
    while (bucket < bounds.length && value > (bounds[bucket] as number)) bucket += 1;
    this.#counts[bucket] = (this.#counts[bucket] as number) + 1;
    this.#sum += value;
  }

  /** Its lines in Prometheus' text format. */
  *lines(name: string, labels: string): Generator<string> {
    let total = 0;
    for (const [bucket, count] of this.#counts.entries()) {
      total += count;
      yield `${name}_bucket{${labels},le="${this.#bounds[bucket] ?? '+Inf'}"} ${total}`;
    }
    yield `${name}_sum{${labels}} ${this.#sum}`;
    yield `${name}_count{${labels}} ${total}`;
  }
}

const WINDOW_MS = 60_000;

/** How fast counters have grown in the last minute. */
export class RateWindow {
  readonly #moments: { at: number; totals: ReadonlyMap<string, number> }[] = [];

  /** @param at milliseconds; later than those before. @param totals what has been counted so far. */
  push(at: number, totals: ReadonlyMap<string, number>): void {
    const [first] = this.#moments;
    // A counter that has shrunk is that of a gateway that was started anew.
    const isAnew = [...(first?.totals ?? [])].some(([name, was]) => (totals.get(name) ?? 0) < was);
    if (isAnew) this.#moments.length = 0;
    this.#moments.push({ at, totals });
    while ((this.#moments[0]?.at ?? at) < at - WINDOW_MS) this.#moments.shift();
  }

  /** How much a counter has grown by within the window; `undefined` before there is anything to compare. */
  grown(name: string): number | undefined {
    const [first] = this.#moments;
    const last = this.#moments.at(-1);
    if (!first || !last || first === last) return undefined;
    return (last.totals.get(name) ?? 0) - (first.totals.get(name) ?? 0);
  }

  /** How much each moment has added, from the oldest to the newest. */
  steps(name: string): number[] {
    return this.#moments
      .slice(1)
      .map(
        ({ totals }, index) =>
          (totals.get(name) ?? 0) - (this.#moments[index]?.totals.get(name) ?? 0),
      );
  }
}

/** Numbers the parts of one reply in the order in which they begin. */
export class PartCounter {
  #next = 0;

  take(): number {
    return this.#next++;
  }
}

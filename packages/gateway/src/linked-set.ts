/** A member of a {@link LinkedSet}; it is in one set at most. */
export interface Linked<T> {
  /** The set's own: the members before and after this one. */
  before?: T | undefined;
  after?: T | undefined;
}

/**
 * A set for members that come and go by the thousand. A `Set` would do, but whenever its table is
 * replaced, the old one refers to the new one; once such a table has become old, members that left
 * long ago are kept with it until the next full collection, four kilobytes for each request.
 */
export class LinkedSet<T extends Linked<T>> implements Iterable<T> {
  #first: T | undefined;
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** @param member must not be in the set. */
  add(member: T): void {
    member.after = this.#first;
    if (this.#first) this.#first.before = member;
    this.#first = member;
    this.#size += 1;
  }

  /** @param member must be in the set. */
  delete(member: T): void {
    const { before, after } = member;
    if (before) before.after = after;
    else this.#first = after;
    if (after) after.before = before;
    member.before = undefined;
    member.after = undefined;
    this.#size -= 1;
  }

  /** Those that are members now; any may leave meanwhile. */
  *[Symbol.iterator](): Generator<T> {
    const members: T[] = [];
    for (let member = this.#first; member; member = member.after) members.push(member);
    yield* members;
  }
}

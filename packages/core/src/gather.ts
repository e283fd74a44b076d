/** What `flatMap` does, at a fraction of its cost for the few items that most lists have. */
export function gather<T, Each>(
  items: readonly T[],
  read: (item: T, at: number) => readonly Each[],
): Each[] {
  const found: Each[] = [];
  for (let at = 0; at < items.length; at += 1) {
    for (const one of read(items[at] as T, at)) found.push(one);
  }
  return found;
}

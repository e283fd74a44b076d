/** Counts the requests of each key that are under way, for several processes together. */
export interface SlotStore {
  /** Takes one more slot for the key, unless `most` are taken. @returns whether it did. */
  take(key: string, most: number): boolean | Promise<boolean>;
  /** Gives a slot back that was taken. */
  free(key: string): void;
}

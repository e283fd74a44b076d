/** Makes one file of an entry below `src` (without its ending) and everything that it needs. */
export function bundle(entry: string, file: string): Promise<void>;

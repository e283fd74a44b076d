import { hash } from 'node:crypto';

/** What the gateway knows of a key: never the key itself. */
export interface KeyRecord {
  /** Names the key in logs. */
  readonly id: string;
  /** Requests in any sixty seconds. */
  readonly rpm: number;
}

/** A key as it is configured: as it is, or as the SHA-256 that `sha256sum` prints. */
export interface KeyOptions {
  key?: string;
  /** 64 hexadecimal digits; instead of `key`. */
  sha256?: string;
  /** Names the key in logs; the beginning of its SHA-256 when absent. */
  name?: string;
  rpm?: number;
}

/**
 * The keys that are let in. They are looked up by their SHA-256, so that the time it takes tells
 * nothing about any of them, and a million of them cost no more than one.
 */
export class KeyRing {
  readonly #records = new Map<string, KeyRecord>();

  /** @param rpm the limit of keys that have none of their own. */
  constructor(keys: Iterable<KeyOptions>, rpm: number) {
    for (const options of keys) {
      const digest =
        options.key === undefined ? options.sha256?.toLowerCase() : sha256(options.key);
      if (digest === undefined) throw new TypeError('A key needs `key` or `sha256`.');
      const id = options.name ?? digest.slice(0, 8);
      this.#records.set(digest, { id, rpm: options.rpm ?? rpm });
    }
  }

  find(key: string): KeyRecord | undefined {
    return this.#records.get(sha256(key));
  }

  get size(): number {
    return this.#records.size;
  }
}

function sha256(text: string): string {
  return hash('sha256', text, 'hex');
}

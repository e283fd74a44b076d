import { OfoxError } from '@ofoxai/core';
import type { Clock } from '../clock.ts';
import { type Linked, LinkedSet } from '../linked-set.ts';
import { type Logger, silentLogger } from '../log.ts';
import { fileVersion, readKeyFile } from './key-file.ts';
import type { KeyOptions } from './key-options.ts';
import { KeyRecord } from './key-record.ts';
import { buildKeyTable, type KeyTable } from './key-table.ts';
import { digestFromHex, digestOf, type KeyDigest } from './secret-key.ts';

const LOOK_EVERY_MS = 1000;

export interface KeyStoreOptions {
  /** Keys of the configuration. */
  configured?: Iterable<KeyOptions>;
  /** The keys file that `ofox-gateway keys` writes. It need not exist yet. */
  file?: string;
  /** The limit of keys that have none of their own. */
  rpm: number;
  clock: Pick<Clock, 'every'>;
  /** Milliseconds since 1970, for keys that expire. */
  now: () => number;
  logger?: Logger;
}

/** A request that is under way, and how it is ended. */
interface Hold extends Linked<Hold> {
  readonly end: (reason: OfoxError) => void;
}

/** Why a key is not let in. */
export type KeyRefusal = 'unknown' | 'revoked' | 'expired';

/**
 * The keys that are let in, those of the configuration and those of the keys file, which is looked
 * at every second. Keys are looked up by their SHA-256: it takes the same time among ten as among
 * a million, and tells nothing about any of them.
 */
export class KeyStore {
  readonly #options: KeyStoreOptions;
  readonly #logger: Logger;
  readonly #configured: KeyTable = new Map();
  #table: KeyTable = new Map();
  #version: string | undefined;
  #complaint: string | undefined;
  #reloading: Promise<void> | undefined;
  readonly #held = new Map<KeyDigest, LinkedSet<Hold>>();
  #stop: () => void = () => {};

  /** A store of the keys of the configuration alone. */
  static of(options: Omit<KeyStoreOptions, 'file'>): KeyStore {
    return new KeyStore(options);
  }

  /** @throws ConfigError when the keys file is there and cannot be read, with the line and field. */
  static async open(options: KeyStoreOptions): Promise<KeyStore> {
    const store = new KeyStore(options);
    await store.#load();
    if (options.file !== undefined) {
      store.#stop = options.clock.every(LOOK_EVERY_MS, () => void store.reload());
    }
    return store;
  }

  private constructor(options: KeyStoreOptions) {
    this.#options = options;
    this.#logger = options.logger ?? silentLogger;
    for (const { key, sha256, name, rpm } of options.configured ?? []) {
      const digest = key === undefined ? sha256 && digestFromHex(sha256) : digestOf(key);
      if (!digest) throw new TypeError('A key needs `key` or `sha256`.');
      const settings = { rpm: rpm ?? options.rpm };
      this.#configured.set(digest, new KeyRecord(digest, settings, { name }));
    }
  }

  /** The record of a key that is let in at this moment. */
  find(key: string): KeyRecord | undefined {
    const record = this.#recordOf(digestOf(key));
    return record && this.#refusal(record) === undefined ? record : undefined;
  }

  /** Why `find` finds nothing. */
  whyNot(key: string): KeyRefusal {
    const record = this.#recordOf(digestOf(key));
    return (record && this.#refusal(record)) ?? 'unknown';
  }

  /** Keys that are known, whether they are let in or not. */
  get size(): number {
    return this.#configured.size + this.#table.size;
  }

  /**
   * Holds a key while a request of its owner is under way. When the key is revoked meanwhile, or
   * removed, `end` is called with the reason; at once, if that has happened since it was found. (A
   * key that expires starts no more requests, but ends none.)
   *
   * @returns what lets go of it; it must be called when the request is over.
   */
  hold(record: KeyRecord, end: (reason: OfoxError) => void): () => void {
    const { digest } = record;
    if (this.#isRevoked(digest)) end(keyRefused('revoked'));
    let holds = this.#held.get(digest);
    if (!holds) {
      holds = new LinkedSet();
      this.#held.set(digest, holds);
    }
    const hold: Hold = { end, before: undefined, after: undefined };
    holds.add(hold);
    let isHeld = true;
    return () => {
      if (!isHeld) return;
      isHeld = false;
      holds.delete(hold);
      if (holds.size === 0 && this.#held.get(digest) === holds) this.#held.delete(digest);
    };
  }

  /** How many requests of a key are under way. */
  heldBy(record: KeyRecord): number {
    return this.#held.get(record.digest)?.size ?? 0;
  }

  /**
   * Reads the keys file again if it has changed. One that cannot be read is told in the log, once
   * for each change, and the keys stay as they were.
   */
  reload(): Promise<void> {
    this.#reloading ??= this.#reload().finally(() => {
      this.#reloading = undefined;
    });
    return this.#reloading;
  }

  close(): void {
    this.#stop();
  }

  #recordOf(digest: KeyDigest): KeyRecord | undefined {
    return this.#table.get(digest) ?? this.#configured.get(digest);
  }

  #refusal(record: KeyRecord): KeyRefusal | undefined {
    if (record.isRevoked) return 'revoked';
    if (record.expiresAt !== undefined && record.expiresAt <= this.#options.now()) return 'expired';
    return undefined;
  }

  #isRevoked(digest: KeyDigest): boolean {
    return this.#recordOf(digest)?.isRevoked ?? true;
  }

  async #load(): Promise<void> {
    const { file, rpm } = this.#options;
    if (file === undefined) return;
    const version = await fileVersion(file);
    if (version === this.#version) return;
    if (version === undefined) throw new Error(`${file} is gone`);
    try {
      this.#table = await buildKeyTable(readKeyFile(file), rpm);
    } catch (error) {
      // What is wrong with its contents stays wrong; what is wrong with the disk may pass.
      if (error instanceof Error && error.cause instanceof TypeError) this.#version = version;
      throw error;
    }
    this.#version = version;
  }

  async #reload(): Promise<void> {
    const before = this.#table;
    try {
      await this.#load();
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      if (reason === this.#complaint) return;
      this.#complaint = reason;
      this.#logger.error({ reason }, 'the keys file cannot be read; the keys stay as they were');
      return;
    }
    if (this.#table === before) return;
    this.#complaint = undefined;
    this.#logger.info({ keys: this.#table.size }, 'the keys were read again');
    this.#endRevoked();
  }

  #endRevoked(): void {
    for (const [digest, holds] of [...this.#held]) {
      if (!this.#isRevoked(digest)) continue;
      this.#held.delete(digest);
      for (const { end } of holds) end(keyRefused('revoked'));
    }
  }
}

const MESSAGES: Record<KeyRefusal, string> = {
  unknown: 'The provided API Key is invalid. Please check and try again.',
  revoked: 'The API Key was revoked.',
  expired: 'The API Key has expired.',
};

/** The 401 for a key that is not let in. */
export function keyRefused(refusal: KeyRefusal): OfoxError {
  return new OfoxError('authentication', MESSAGES[refusal], {
    status: 401,
    code: 'invalid_api_key',
  });
}

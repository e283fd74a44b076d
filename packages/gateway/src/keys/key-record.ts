import type { Routing } from '@ofoxai/core';
import type { KeyDigest } from './secret-key.ts';
import type { SpendLimits } from './spend/spend-ledger.ts';

/** What a key may do. Keys that may do the same share one object. */
export interface KeySettings {
  /** Requests in any sixty seconds. */
  readonly rpm: number;
  /** Patterns of the models that may be asked, such as `anthropic/*`; all when absent. */
  readonly models?: readonly string[];
  /** For requests that choose no routing themselves. */
  readonly routing?: Routing;
  /** For requests that bring no list of their own. */
  readonly fallback?: readonly string[];
  /** What may be spent; without end when absent. */
  readonly spend?: SpendLimits;
}

/** What the gateway knows of a key: never the key itself. A million of them fit into memory. */
export class KeyRecord {
  readonly digest: KeyDigest;
  readonly settings: KeySettings;
  /** Milliseconds since 1970. */
  readonly expiresAt: number | undefined;
  readonly isRevoked: boolean;
  readonly #name: string | undefined;
  #id: string | undefined;

  constructor(
    digest: KeyDigest,
    settings: KeySettings,
    options: {
      name?: string | undefined;
      expiresAt?: number | undefined;
      isRevoked?: boolean;
    } = {},
  ) {
    this.digest = digest;
    this.settings = settings;
    this.expiresAt = options.expiresAt;
    this.isRevoked = options.isRevoked ?? false;
    this.#name = options.name;
  }

  /** Names the key in logs, metrics, limits and `keys revoke`. It follows from the key's hash. */
  get id(): string {
    this.#id ??= keyId(this.digest);
    return this.#id;
  }

  /** What its owner called it; its id when nobody did. */
  get name(): string {
    return this.#name ?? this.id;
  }

  /** Requests in any sixty seconds. */
  get rpm(): number {
    return this.settings.rpm;
  }
}

const ID_LENGTH = 12;

export function keyId(digest: KeyDigest): string {
  return `key_${digest.slice(0, ID_LENGTH)}`;
}

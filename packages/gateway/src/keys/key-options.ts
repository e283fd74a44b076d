/** A key as it is configured: as it is, or as the SHA-256 that `sha256sum` prints. */
export interface KeyOptions {
  key?: string;
  /** 64 hexadecimal digits; instead of `key`. */
  sha256?: string;
  /** Names the key in logs; an id that follows from its SHA-256 when absent. */
  name?: string;
  /** Requests in any sixty seconds; the gateway's limit when absent. */
  rpm?: number;
}

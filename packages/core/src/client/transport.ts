export interface TransportRequest {
  method: 'GET' | 'POST';
  url: string;
  /** In lower case. */
  headers: Record<string, string>;
  body?: string;
  /** Aborted when a deadline passes, when the caller aborts, or when the answer is left early. */
  signal: AbortSignal;
}

export interface TransportResponse {
  /** 0 for a redirect that a browser hides. */
  status: number;
  /** In lower case. */
  headers: Record<string, string>;
  /** Read once. Leaving it early (`return`) must give the connection up. */
  body: AsyncIterable<Uint8Array>;
}

/**
 * Sends one request. Resolves when the headers of the answer are there, whatever its status, and
 * does not follow redirects; rejects when there is no answer.
 */
export type Transport = (request: TransportRequest) => Promise<TransportResponse>;

/** What the client needs of the world around it. Nothing else in this package touches the world. */
export interface Platform {
  transport: Transport;
  /** Calls back once, after this many milliseconds, unless what it returns is called before. */
  after: (ms: number, callback: () => void) => () => void;
  /** Milliseconds since 1970. */
  now: () => number;
  /** From 0 up to 1. */
  random: () => number;
  /** An environment variable; `undefined` where there are none. */
  env: (name: string) => string | undefined;
}
